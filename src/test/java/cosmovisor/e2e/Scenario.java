package cosmovisor.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The numbers, in the list of observed behaviours, that a test covers; `SCENARIOS.md` is made from
/// them.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {
  int[] value();
}
