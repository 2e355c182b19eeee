package cosmovisor.os;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/// A disk on which certain verbs fail, each before it has done anything.
public final class FaultyDisk {
  private FaultyDisk() {}

  /// Decides on a verb by its name and its paths, the first one first.
  public interface Faults {
    /// Called before a verb does anything.
    ///
    /// @throws IOException if the verb is to fail
    void before(String verb, Object[] arguments) throws IOException;
  }

  /// The verb was done by whoever decided on it; only for verbs without a result.
  @SuppressWarnings("serial")
  public static final class Instead extends IOException {}

  /// This disk with these faults.
  public static Disk of(Disk disk, Faults faults) {
    return (Disk)
        Proxy.newProxyInstance(
            FaultyDisk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              try {
                faults.before(method.getName(), arguments);
              } catch (Instead done) {
                return null;
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  /// This disk, full for whatever is copied to a path whose name is this.
  public static Disk fullFor(Disk disk, String name) {
    return of(
        disk,
        (verb, arguments) -> {
          if (verb.equals("copyChecked") && ((Path) arguments[1]).endsWith(name)) {
            throw new IOException(arguments[1] + ": No space left on device");
          }
        });
  }
}
