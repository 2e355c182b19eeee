package cosmovisor.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// On a class of tests of the packaged image: each test may ask for a [Home] of its own, all run
/// side by side, and what a test leaves behind is its failure.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HomeExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
@interface EndToEnd {}
