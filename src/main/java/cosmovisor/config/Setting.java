package cosmovisor.config;

import java.util.Locale;

/// Everything that can be set, in the order in which it is listed.
///
/// Help, parsing, the file that `init` writes, the output of `config`, the page `docs/SETTINGS.md`
/// and tests are made from this table.
public enum Setting {
  DAEMON_HOME(
      Kind.PATH,
      "",
      "0.1",
      "The node's home folder: absolute; holds `data/` and `cosmovisor/`. Required."),
  DAEMON_NAME(Kind.NAME, "", "0.1", "The name of the node's binary, such as `gaiad`. Required."),
  DAEMON_ALLOW_DOWNLOAD_BINARIES(
      Kind.BOOLEAN,
      "false",
      "0.1",
      "Fetch a binary that is missing from where the upgrade plan says. For full nodes rather than"
          + " validators."),
  DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM(
      Kind.BOOLEAN,
      "false",
      "1.5",
      "Fetch only what is pinned by a SHA-256 or SHA-512 checksum in the plan."),
  DAEMON_RESTART_AFTER_UPGRADE(
      Kind.BOOLEAN,
      "true",
      "0.1",
      "After an upgrade start the new binary with the same arguments; otherwise end with 0."),
  DAEMON_RESTART_DELAY(
      Kind.DURATION, "0s", "1.2", "The wait between the node's stop and the backup."),
  DAEMON_SHUTDOWN_GRACE(
      Kind.DURATION,
      "2m",
      "1.5",
      "How long a node may take to end after SIGTERM before it is killed. `0s` kills at once for an"
          + " upgrade, and waits without limit where a stop was asked for; a second request"
          + " kills."),
  DAEMON_POLL_INTERVAL(
      Kind.INTERVAL,
      "300ms",
      "1.0",
      "How often `data/upgrade-info.json` is looked at besides file events: milliseconds as a plain"
          + " number, or a duration."),
  UNSAFE_SKIP_BACKUP(Kind.BOOLEAN, "false", "0.1", "Upgrade without a backup of `data/`."),
  DAEMON_DATA_BACKUP_DIR(
      Kind.PATH,
      "",
      "1.1",
      "An existing folder for backups: absolute, outside `data/`. Default: DAEMON_HOME."),
  DAEMON_BACKUP_METHOD(
      Kind.BACKUP_METHOD,
      "auto",
      "",
      "How `data/` is backed up: `clone` (the file system shares blocks), `link` (a second name for"
          + " tables that the database never writes to again, a copy of all else), `copy`, or"
          + " `auto`: the first of these that can be had."),
  DAEMON_BACKUP_KEEP(
      Kind.COUNT,
      "0",
      "",
      "How many backups are kept, the newest; `0`: all. What goes by this or one of the next two"
          + " settings is removed before an upgrade's backup is taken, while the node still runs."
          + " The newest is never removed."),
  DAEMON_BACKUP_MAX_AGE(
      Kind.DURATION, "0s", "", "Backups that are older are removed, such as `720h`; `0s`: none."),
  DAEMON_BACKUP_MIN_FREE(
      Kind.SIZE,
      "0",
      "",
      "The oldest backups are removed until so much is free where backups are, such as `100GiB`;"
          + " `0`: none."),
  DAEMON_BACKUP_ALSO(
      Kind.FOLDER_NAMES,
      "wasm,ibc_08-wasm",
      "",
      "Folders directly below the home that are backed up with `data/`, where they exist: contract"
          + " code, without which a node can't run on data that was put back. `none`: no folder."),
  DAEMON_BACKUP_MIN_INTERVAL(
      Kind.DURATION,
      "1h0m0s",
      "",
      "While the node is catching up with its chain, no backup is taken before an upgrade if there"
          + " is one that is younger. `0s`: one before each. A node that is not catching up is"
          + " backed up before each upgrade."),
  DAEMON_PREUPGRADE_MAX_RETRIES(
      Kind.COUNT,
      "0",
      "1.0",
      "How often the node's `pre-upgrade` is run again after it ended with 31."),
  DAEMON_RESTART_ON_FAILURE(
      Kind.COUNT,
      "0",
      "",
      "How many times in a row a node that ended with a failure by itself is started again, after a"
          + " rest of 1 s, doubled up to 64 s; ten minutes without a failure begin a new row. With"
          + " `0` the node's end is ours, for a service manager to see."),
  DAEMON_GRPC_ADDRESS(
      Kind.ADDRESS,
      "localhost:9090",
      "1.7",
      "Where this node answers gRPC; `https://` in front for TLS. `prepare-upgrade` asks there,"
          + " first if it is set. Heights for scheduled upgrades are asked there if it is set and"
          + " the node's RPC is closed."),
  DAEMON_RPC_ADDRESS(
      Kind.ADDRESS,
      "",
      "",
      "Where the node answers RPC, such as `tcp://127.0.0.1:26657`. Default: what the node's own"
          + " `config/config.toml` says."),
  COSMOVISOR_DISABLE_LOGS(Kind.BOOLEAN, "false", "1.5", "No log lines of cosmovisor's own."),
  COSMOVISOR_COLOR_LOGS(
      Kind.BOOLEAN,
      "true",
      "1.5",
      "Colours in log lines, where they go to a terminal; true in the environment: everywhere. A"
          + " `NO_COLOR` that is not empty turns them off."),
  COSMOVISOR_TIMEFORMAT_LOGS(
      Kind.TIME_FORMAT, "kitchen", "1.5", "The form of times in log lines; set but empty: none."),
  COSMOVISOR_LOG_FORMAT(
      Kind.LOG_FORMAT,
      "console",
      "",
      "The form of log lines: `console` for people, `json` for one object a line."),
  COSMOVISOR_CUSTOM_PREUPGRADE(
      Kind.FILE_NAME,
      "",
      "1.5",
      "A script in `cosmovisor/` that is run before an upgrade with its name and height."),
  COSMOVISOR_DISABLE_RECASE(
      Kind.BOOLEAN, "false", "1.5", "Don't lower-case upgrade names for their folders.");

  private static final String NANOSECONDS =
      "a duration such as \"30s\" or \"300ms\", or a whole number of nanoseconds";

  /// The form of a value.
  public enum Kind {
    PATH("an absolute path"),
    NAME("a file name"),
    FILE_NAME("a file name"),
    ADDRESS("an address such as localhost:9090"),
    BOOLEAN("true or false"),
    DURATION("a duration such as 30s or 1m30s", NANOSECONDS),
    INTERVAL("milliseconds, or a duration such as 300ms", NANOSECONDS),
    COUNT("a whole number, 0 or more"),
    SIZE("a size such as 10GiB, or 0", "a size such as \"10GiB\", or a whole number of bytes"),
    TIME_FORMAT("the name of a time format"),
    LOG_FORMAT("console or json"),
    BACKUP_METHOD("auto, clone, link or copy"),
    FOLDER_NAMES(
        "names of folders below the home with commas between them, such as wasm (letters, digits, -"
            + " and _; not data, config or cosmovisor), or none");

    private final String words;
    private final String fileWords;

    Kind(String words) {
      this(words, words);
    }

    Kind(String words, String fileWords) {
      this.words = words;
      this.fileWords = fileWords;
    }

    /// For people.
    public String words() {
      return words;
    }

    /// The same for a value in a configuration file, whose values have types.
    public String fileWords() {
      return fileWords;
    }
  }

  private final Kind kind;
  private final String defaultValue;
  private final String since;
  private final String doc;

  Setting(Kind kind, String defaultValue, String since, String doc) {
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.since = since;
    this.doc = doc;
  }

  public Kind kind() {
    return kind;
  }

  public String defaultValue() {
    return defaultValue;
  }

  /// The version of the original that brought it; empty if it is our own.
  public String since() {
    return since;
  }

  /// One or two sentences.
  public String doc() {
    return doc;
  }

  /// Its key in a configuration file.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
