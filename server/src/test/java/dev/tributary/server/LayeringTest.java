package dev.tributary.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the compiled classes against the module table of {@code docs/architecture.md}. No
 * exemptions.
 */
class LayeringTest {

  private static final String ROOT = "dev.tributary.";

  /** Module package to the module packages that it may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("config"),
          entry("broker"),
          entry("rule.sql"),
          entry("sink"),
          entry("sink.kinesis", "sink"),
          entry("rule.engine", "rule.sql", "sink"),
          entry("kinesis.local"),
          entry(
              "management", "config", "broker", "rule.sql", "rule.engine", "sink", "sink.kinesis"),
          entry(
              "server",
              "config",
              "broker",
              "rule.sql",
              "sink",
              "sink.kinesis",
              "rule.engine",
              "kinesis.local",
              "management"),
          entry("testkit"),
          entry("testkit.simulation", "testkit", "sink"));

  /** Where this class lies, whatever tool has put it there. */
  private static final String TESTS =
      LayeringTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains(TESTS))
          .importPackages("dev.tributary");

  private static Map.Entry<String, Set<String>> entry(String module, String... mayUse) {
    return Map.entry(module, Set.of(mayUse));
  }

  @Test
  void everyClassBelongsToAModuleOfTheTable() {
    assertThat(CLASSES).isNotEmpty();
    assertThat(CLASSES.stream().map(LayeringTest::moduleOf).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @TestFactory
  Stream<DynamicTest> aModuleUsesWhatItMayUse() {
    return MAY_USE.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(), () -> usesOnly(entry.getKey(), entry.getValue())));
  }

  private static void usesOnly(String module, Set<String> mayUse) {
    noClasses()
        .that(belongTo(module))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.tributary..")
                .and(
                    DescribedPredicate.describe(
                        "belong to a module that is not among " + mayUse,
                        used -> {
                          String usedModule = moduleOf(used);
                          return !usedModule.equals(module) && !mayUse.contains(usedModule);
                        })))
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> internalPackagesBelongToTheirModule() {
    return MAY_USE.keySet().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> keepsItsInternals(module)));
  }

  private static void keepsItsInternals(String module) {
    classes()
        .that(belongTo(module).and(resideInAnyPackage("..internal..")))
        .should()
        .onlyHaveDependentClassesThat(belongTo(module))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void nothingIsStaticAndMutable() {
    noFields()
        .that()
        .areDeclaredInClassesThat(resideOutsideOfPackages("..rule.sql.internal.grammar.."))
        .and()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .because("state has an owner")
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> belongTo(String module) {
    return DescribedPredicate.describe(
        "belong to " + module, type -> moduleOf(type).equals(module));
  }

  /** The longest module name that the package starts with: sink.kinesis is not sink. */
  private static String moduleOf(JavaClass type) {
    String inside = type.getPackageName().substring(ROOT.length()) + ".";
    List<String> candidates = new ArrayList<>();
    for (String module : MAY_USE.keySet()) {
      if (inside.startsWith(module + ".")) {
        candidates.add(module);
      }
    }
    return candidates.stream()
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .orElse(type.getPackageName());
  }
}
