package dev.tributary.benchmarks;

/**
 * One thing that is measured about rules.
 *
 * @param name of its benchmark: class and method
 * @param nanosMax budget of one operation; 0 if there is none
 * @param bytesMax budget of allocation; 0 with no budget of time either means none
 */
record RuleFigure(String name, String title, double nanosMax, double bytesMax) {}
