package dev.tributary.acceptance;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that uses a program of somebody else's. Where it is not installed the test is skipped;
 * with {@code CI=true} in the environment that is a failure unless the program is optional.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresProgram.Installed.class)
@interface RequiresProgram {

  /** The name of the program on the PATH. */
  String value();

  /** Whether a build server may do without it. */
  boolean optional() default false;

  /** Looks for the program on the PATH. */
  final class Installed implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class)
          .map(Installed::evaluate)
          .orElse(ConditionEvaluationResult.enabled("needs no other program"));
    }

    private static ConditionEvaluationResult evaluate(RequiresProgram required) {
      String program = required.value();
      boolean installed = required.optional() ? isOnPath(program) : orSkipped(program);
      return installed
          ? ConditionEvaluationResult.enabled(program + " is installed")
          : ConditionEvaluationResult.disabled("skipped: " + program + " is not installed");
    }

    /** False if it is missing where that may be; fails where it may not. */
    static boolean orSkipped(String program) {
      boolean installed = isOnPath(program);
      if (!installed && "true".equals(System.getenv("CI"))) {
        throw new AssertionError(
            program + " is not installed, and with CI=true nothing is skipped");
      }
      return installed;
    }

    private static boolean isOnPath(String program) {
      String path = System.getenv().getOrDefault("PATH", "");
      return Arrays.stream(path.split(File.pathSeparator, -1))
          .map(folder -> Path.of(folder, program))
          .anyMatch(Files::isExecutable);
    }
  }
}
