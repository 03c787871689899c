package cnnlabs.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumDriverLogLevel;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window and without a network, which remembers what went wrong in it. */
final class Browser implements AutoCloseable {

  private static final Duration SCRIPT = Duration.ofMinutes(1);

  /** Notebook 6 asks for ipywidgets with each page, whether they are installed or not. */
  private static final String WIDGETS = "/nbextensions/widgets/";

  static {
    // It misses an interface of its own to newer browsers, which nothing here uses.
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;
  private final List<String> errors = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Whether there are a Chromium and its driver. */
  static boolean isInstalled() {
    return chromium().isPresent() && onPath("chromedriver").isPresent();
  }

  /** Opens a window of this size in pixels. */
  static Browser open(int width, int height) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL); // which tells of every request
    var options = new ChromeOptions();
    options.setBinary(chromium().orElseThrow());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // which root does not have
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--force-device-scale-factor=1",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(onPath("chromedriver").orElseThrow())
            .withLogLevel(ChromiumDriverLogLevel.OFF)
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(SCRIPT);
    var browser = new Browser(driver);
    browser.resize(width, height);
    return browser;
  }

  private static Optional<File> chromium() {
    return Stream.of("chromium", "google-chrome", "google-chrome-stable")
        .flatMap(name -> onPath(name).stream())
        .findFirst();
  }

  private static Optional<File> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> new File(folder, program))
        .filter(File::canExecute)
        .findFirst();
  }

  void go(String address) {
    driver.get(address);
  }

  void reload() {
    driver.navigate().refresh();
  }

  /** Shows pages at this size, which may be smaller than a window can be. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Whether pages are told that the reader wants light on dark. */
  void preferDark(boolean dark) {
    var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** What a function's body returns in the page. */
  Object evaluate(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  /** Waits for a promise that an expression makes in the page. */
  void await(String promise) {
    driver.executeAsyncScript("(" + promise + ").then(arguments[arguments.length - 1]);");
  }

  /** Waits until an expression is true in the page. */
  void until(String condition, Duration patience) throws InterruptedException {
    long latest = System.nanoTime() + patience.toNanos();
    while (!Boolean.TRUE.equals(evaluate("return Boolean(" + condition + ");"))) {
      if (System.nanoTime() > latest) {
        throw new AssertionError(
            "Not so within %d s: %s".formatted(patience.toSeconds(), condition));
      }
      Thread.sleep(100);
    }
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** Clicks on the first element that shows exactly this text. */
  void clickText(String text) {
    driver.findElements(By.xpath("//*[text()='%s']".formatted(text))).stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new AssertionError("Nothing shows the text " + text))
        .click();
  }

  /** Presses a key together with Control. */
  void control(String key) {
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys(key).keyUp(Keys.CONTROL).perform();
  }

  byte[] screenshot() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Leaves a screenshot to be looked at. */
  void screenshot(String name) throws IOException {
    Path place = LabScript.LEFT_BEHIND.resolve(name + ".png");
    Files.createDirectories(place.getParent());
    Files.write(place, screenshot());
  }

  /** What the console has shown as an error so far. */
  List<String> errors() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      boolean severe = entry.getLevel().intValue() >= Level.SEVERE.intValue();
      if (severe && !entry.getMessage().contains(WIDGETS)) {
        errors.add(entry.getMessage());
      }
    }
    return errors;
  }

  /** The addresses on other machines that pages have asked for so far. */
  List<String> foreignRequests() {
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      address(entry.getMessage())
          .filter(address -> address.matches("(http|ws)s?://.*"))
          .filter(address -> !address.matches("(http|ws)://127\\.0\\.0\\.1[:/].*"))
          .ifPresent(requests::add);
    }
    return requests;
  }

  private static Optional<String> address(String event) {
    Map<String, Object> message = map(new Json().<Map<String, Object>>toType(event, Json.MAP_TYPE));
    Map<String, Object> parameters = map(map(message.get("message")).get("params"));
    Map<String, Object> request = map(parameters.get("request"));
    Object address = request.containsKey("url") ? request.get("url") : parameters.get("url");
    return Optional.ofNullable(address).map(Object::toString);
  }

  @SuppressWarnings("unchecked") // JSON's objects have strings as keys.
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
