package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;

/** Values that outlive one evaluation: those of the node, those of a connection. */
final class StoreFunctions {
  private StoreFunctions() {}

  @RuleFunction(
      "Keeps a value under a key, for all rules of this node, until the node stops. Gives true. A"
          + " full store is an error; how much it keeps say rule_engine.kv_store.max_entries and"
          + " max_bytes.")
  @Example(value = "kv_store_put('limit', 30)", gives = "true")
  static boolean kvStorePut(CallScope scope, @Whole Value key, @Whole Value value)
      throws EvaluationException {
    scope.context().keyValueStore().put(key, value);
    return true;
  }

  @RuleFunction("What kv_store_put kept under the key; the default, or undefined, if nothing.")
  @Example(value = "kv_store_get('no-such-key')", gives = "\"undefined\"")
  static Value kvStoreGet(CallScope scope, @Whole Value key) {
    return scope.context().keyValueStore().get(key);
  }

  @RuleFunction
  @Example(value = "kv_store_get('no-such-key', 0)", gives = "0")
  static Value kvStoreGet(CallScope scope, @Whole Value key, Value defaultValue) {
    Value found = scope.context().keyValueStore().get(key);
    return found instanceof Value.Undefined ? defaultValue : found;
  }

  @RuleFunction(
      "Forgets what kv_store_put kept under the key. Gives true, also if there was nothing.")
  @Example(value = "kv_store_del('limit')", gives = "true")
  static boolean kvStoreDel(CallScope scope, @Whole Value key) {
    scope.context().keyValueStore().remove(key);
    return true;
  }

  @RuleFunction(
      "Keeps a value under a key, for the connection that brought the message, until it closes."
          + " Gives what was there before, undefined if nothing. At most 1000 keys and 256 KB of a"
          + " connection; more is an error.")
  @Example(value = "proc_dict_put('seen', 1)", gives = "\"undefined\"")
  static Value procDictPut(CallScope scope, @Whole Value key, @Whole Value value)
      throws EvaluationException {
    return scope.processDictionary().put(key, value);
  }

  @RuleFunction("What proc_dict_put kept under the key, undefined if nothing.")
  @Example(value = "proc_dict_get('seen')", gives = "\"undefined\"")
  static Value procDictGet(CallScope scope, @Whole Value key) {
    return scope.processDictionary().get(key);
  }

  @RuleFunction("Forgets what proc_dict_put kept under the key and gives it, undefined if nothing.")
  @Example(value = "proc_dict_del('seen')", gives = "\"undefined\"")
  static Value procDictDel(CallScope scope, @Whole Value key) {
    return scope.processDictionary().remove(key);
  }
}
