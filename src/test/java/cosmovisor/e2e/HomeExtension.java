package cosmovisor.e2e;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a test its [Home] and has it cleared up, and looked over, behind the test.
final class HomeExtension implements ParameterResolver, AfterEachCallback {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Home.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Home home = Home.create();
    store(context).put(Home.class, home);
    return home;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Home home = store(context).get(Home.class, Home.class);
    if (home != null) {
      home.close();
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(HomeExtension.class));
  }
}
