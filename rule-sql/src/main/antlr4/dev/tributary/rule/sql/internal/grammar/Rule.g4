// The rule language: SELECT and FOREACH. Chains (a + b + c, a AND b) are lists, not nested pairs, so that only brackets and CASE nest, and
// nesting can be bounded by counting them. Keywords ignore case; true, false, div, mod and names do not.
grammar Rule;

options { caseInsensitive = true; }

statement: (select | foreach) EOF;

select: SELECT columns FROM sources (WHERE expression)?;

foreach: FOREACH columns (DO columns)? (INCASE expression)? FROM sources (WHERE expression)?;

columns: column (COMMA column)*;

column
    : STAR                        # everything
    | expression (AS? alias)?     # item
    ;

alias: name pathStep*;

sources: source (COMMA source)*;

source: STRING | QUOTED | NAME;

expression: conjunction (OR conjunction)*;

conjunction: negation (AND negation)*;

negation: NOT* comparison;

comparison
    : sum
    ( comparator sum
    | NOT? IN OPEN expression (COMMA expression)* CLOSE
    )?;

comparator: EQ | NE | GT | LT | GE | LE | MATCHES;

sum: product ((PLUS | MINUS) product)*;

product: signed ((STAR | SLASH | DIV | MOD) signed)*;

signed: (PLUS | MINUS)* operand;

operand
    : STRING                                                            # text
    | INTEGER                                                           # integer
    | FLOAT                                                             # float
    | (TRUE | FALSE)                                                    # truth
    | (NAME DOT)? function=(NAME | QUOTED | DIV | MOD) OPEN (expression (COMMA expression)*)? CLOSE # call
    | name pathStep*                                                    # path
    | OPEN_LIST bound RANGE bound CLOSE_LIST                            # range
    | OPEN_LIST (expression (COMMA expression)* COMMA?)? CLOSE_LIST     # list
    | CASE expression? branch+ (ELSE expression)? END                   # choice
    | OPEN expression CLOSE                                             # grouped
    ;

branch: WHEN expression THEN expression;

name: NAME | QUOTED;

pathStep
    : DOT (NAME | QUOTED | STRING | INTEGER | keyword)                  # key
    | OPEN_LIST bound CLOSE_LIST                                        # fixedIndex
    | OPEN_LIST bound RANGE bound CLOSE_LIST                            # slice
    | OPEN_LIST name pathStep* CLOSE_LIST                               # namedIndex
    ;

bound: (PLUS | MINUS)? INTEGER;

keyword
    : SELECT | FOREACH | DO | INCASE | FROM | WHERE | AS | AND | OR | NOT | IN | CASE | WHEN | THEN | ELSE | END | TRUE | FALSE | DIV | MOD
    ;

SELECT: 'select';
FOREACH: 'foreach';
DO: 'do';
INCASE: 'incase';
FROM: 'from';
WHERE: 'where';
AS: 'as';
AND: 'and';
OR: 'or';
NOT: 'not';
IN: 'in';
CASE: 'case';
WHEN: 'when';
THEN: 'then';
ELSE: 'else';
END: 'end';

TRUE options { caseInsensitive = false; }: 'true';
FALSE options { caseInsensitive = false; }: 'false';
DIV options { caseInsensitive = false; }: 'div';
MOD options { caseInsensitive = false; }: 'mod';

FLOAT: DIGIT+ '.' DIGIT+ ('e' [+\-]? DIGIT+)?;
INTEGER: DIGIT+;
NAME: [a-z] [a-z0-9_$@~]*;

// A doubled quote does not end the text; what it means is decided where the text is used.
STRING: '\'' ('\'\'' | ~'\'')* '\'';
QUOTED: '"' ('""' | ~'"')* '"';

MATCHES: '=~';
NE: '!=' | '<>';
GE: '>=';
LE: '<=';
EQ: '=';
GT: '>';
LT: '<';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
OPEN: '(';
CLOSE: ')';
OPEN_LIST: '[';
CLOSE_LIST: ']';
COMMA: ',';
RANGE: '..';
DOT: '.';

// Without a line break only "-- words" is a comment: "3--2" is a difference.
COMMENT: '--' ~[\n]* '\n' -> skip;
LAST_COMMENT: '--' ([ \t] ~[\n]*)? EOF -> skip;
SPACE: [ \t\r\n]+ -> skip;

// Everything else becomes a token too, so that one place reports all mistakes.
UNKNOWN: .;

fragment DIGIT: [0-9];
