package cosmovisor.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cosmovisor.config.ConfigLoader.Loaded;
import cosmovisor.config.ConfigLoader.Purpose;
import cosmovisor.os.Disk;
import cosmovisor.os.Environment;
import cosmovisor.os.OsString;
import cosmovisor.os.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConfigTomlTest {
  private static final Disk DISK = new Posix().disk();

  @TempDir private Path folder;

  private static Config config(String... variables) {
    List<OsString> entries = new ArrayList<>();
    for (String variable : variables) {
      entries.add(OsString.of(variable));
    }
    entries.add(OsString.of("DAEMON_HOME=/h"));
    entries.add(OsString.of("DAEMON_NAME=simd"));
    return ConfigLoader.load(new Environment(entries), Optional.empty(), DISK, Purpose.INIT)
        .config();
  }

  private Config readAgain(Config config) throws IOException {
    Path file = Files.write(folder.resolve("c"), ConfigToml.render(config).orElseThrow());
    Loaded loaded =
        ConfigLoader.load(new Environment(List.of()), Optional.of(file), DISK, Purpose.INIT);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    return loaded.config();
  }

  @Test
  void theFormIsTheOriginals() {
    assertThat(ConfigToml.render(config()).orElseThrow())
        .asString(UTF_8)
        .isEqualTo(
            """
            daemon_home = '/h'
            daemon_name = 'simd'
            daemon_allow_download_binaries = false
            daemon_download_must_have_checksum = false
            daemon_restart_after_upgrade = true
            daemon_restart_delay = 0
            daemon_shutdown_grace = 120000000000
            daemon_poll_interval = 300000000
            unsafe_skip_backup = false
            daemon_data_backup_dir = '/h'
            daemon_backup_method = 'auto'
            daemon_backup_keep = 0
            daemon_backup_max_age = 0
            daemon_backup_min_free = '0'
            daemon_backup_also = 'wasm,ibc_08-wasm'
            daemon_backup_min_interval = 3600000000000
            daemon_preupgrade_max_retries = 0
            daemon_restart_on_failure = 0
            daemon_grpc_address = 'localhost:9090'
            daemon_rpc_address = ''
            cosmovisor_disable_logs = false
            cosmovisor_color_logs = true
            cosmovisor_timeformat_logs = 'kitchen'
            cosmovisor_log_format = 'console'
            cosmovisor_custom_preupgrade = ''
            cosmovisor_disable_recase = false
            """);
  }

  @ParameterizedTest
  @EnumSource(TimeFormat.class)
  void everyTimeFormatComesBack(TimeFormat format) throws IOException {
    Config config = config("COSMOVISOR_TIMEFORMAT_LOGS=" + format.word());
    assertThat(readAgain(config)).isEqualTo(config);
  }

  @Test
  void everyValueComesBack() throws IOException {
    Config config =
        config(
            "DAEMON_ALLOW_DOWNLOAD_BINARIES=true",
            "DAEMON_RESTART_AFTER_UPGRADE=false",
            "DAEMON_RESTART_DELAY=1m30s",
            "DAEMON_SHUTDOWN_GRACE=1ns",
            "DAEMON_POLL_INTERVAL=1h",
            "DAEMON_PREUPGRADE_MAX_RETRIES=7",
            "DAEMON_BACKUP_KEEP=3",
            "DAEMON_BACKUP_MAX_AGE=720h",
            "DAEMON_BACKUP_MIN_FREE=1.5GiB",
            "DAEMON_DATA_BACKUP_DIR=/it's \"a\" \\ pl\u00e4ce\n\u0001",
            "DAEMON_RPC_ADDRESS=tcp://127.0.0.1:26657",
            "COSMOVISOR_CUSTOM_PREUPGRADE=up.sh",
            "COSMOVISOR_LOG_FORMAT=json");
    assertThat(readAgain(config)).isEqualTo(config);
  }

  @Test
  void whatIsNoTextCanNotBeWritten() {
    Environment environment =
        new Environment(
            List.of(
                OsString.of("DAEMON_HOME=/h"),
                OsString.of(
                    "DAEMON_NAME=\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))));
    Config config = ConfigLoader.load(environment, Optional.empty(), DISK, Purpose.INIT).config();
    assertThat(ConfigToml.render(config)).isEmpty();
  }
}
