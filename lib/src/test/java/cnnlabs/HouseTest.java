package cnnlabs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.soabase.recordbuilder.core.RecordBuilderGenerated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.tablesaw.plotly.components.Layout;

/**
 * Each room of the house uses those below it only, and {@code docs/architecture.md} shows the house
 * as it is.
 */
@AnalyzeClasses(
    packages = "cnnlabs",
    importOptions = {DoNotIncludeTests.class, HouseTest.DoNotIncludeTestJars.class})
class HouseTest {

  /** From the roof down: each package may use those that follow it. */
  private static final List<String> ROOMS =
      List.of(
          "notebook",
          "plot",
          "train",
          "store",
          "run",
          "evaluate",
          "model",
          "scratch",
          "data",
          "device",
          "engine");

  @ArchTest
  static void eachPackageUsesThoseBelowIt(JavaClasses all) {
    for (int i = 0; i < ROOMS.size(); i++) {
      onlyUses(ROOMS.get(i), ROOMS.subList(i + 1, ROOMS.size())).check(all);
    }
  }

  @ArchTest static final ArchRule scratchUsesData = onlyUses("scratch", List.of("data"));
  @ArchTest static final ArchRule dataUsesNoOther = onlyUses("data", List.of());
  @ArchTest static final ArchRule filesUseNoOther = onlyUses("data.files", List.of());
  @ArchTest static final ArchRule standInsUseNoOther = onlyUses("data.standin", List.of());

  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("cnnlabs.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule filesHaveNoCycle =
      slices().assignedFrom(new File()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule scratchKnowsNoDeeplearning4j =
      noClasses()
          .that()
          .resideInAPackage("cnnlabs.scratch..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.deeplearning4j..", "org.nd4j.autodiff.."));

  @ArchTest
  static final ArchRule onlyEngineAndDeviceKnowNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages("cnnlabs.engine..", "cnnlabs.device..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.bytedeco..", "org.nd4j.nativeblas.."));

  @ArchTest
  static final ArchRule onlyPlotAndNotebookKnowPlotly =
      noClasses()
          .that()
          .resideOutsideOfPackages("cnnlabs.plot..", "cnnlabs.notebook..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tech.tablesaw.plotly..");

  /** Titles and names, which Tablesaw does not escape for a script. */
  @ArchTest
  static final ArchRule onlyPlotlyTextGivesTablesawTexts =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("cnnlabs.plot.PlotlyText")
          .should()
          .callMethod(Layout.class, "builder", String.class)
          .orShould()
          .callMethodWhere(
              target(nameMatching("title|name"))
                  .and(targetOwner(resideInAnyPackage("tech.tablesaw.plotly.."))));

  /** {@code -DdrawHouse=true} draws it anew. */
  @ArchTest
  static void thePictureIsOfThisCode(JavaClasses all) throws IOException {
    Path page = Path.of("../docs/architecture.md");
    String text = Files.readString(page);
    int from = text.indexOf("```mermaid\n") + "```mermaid\n".length();
    String drawn =
        text.substring(0, from) + picture(arrows(all)) + text.substring(text.indexOf("```", from));
    if (Boolean.getBoolean("drawHouse")) {
      Files.writeString(page, drawn);
    }
    assertThat(text).isEqualTo(drawn);
  }

  /** The arrows that follow from no others. */
  private static String picture(Map<String, Set<String>> arrows) {
    var lines = new StringBuilder("flowchart TD\n");
    arrows.forEach(
        (room, below) ->
            below.stream()
                .filter(one -> below.stream().noneMatch(other -> reaches(arrows, other, one)))
                .forEach(one -> lines.append("  %s --> %s\n".formatted(room, one))));
    return lines.toString();
  }

  private static boolean reaches(Map<String, Set<String>> arrows, String from, String to) {
    Set<String> below = arrows.getOrDefault(from, Set.of());
    return below.contains(to) || below.stream().anyMatch(next -> reaches(arrows, next, to));
  }

  private static Map<String, Set<String>> arrows(JavaClasses all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                HouseTest::room,
                TreeMap::new,
                Collectors.flatMapping(
                    type ->
                        type.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> dependency.getTargetClass())
                            .filter(used -> used.getPackageName().startsWith("cnnlabs."))
                            .map(HouseTest::room)
                            .filter(used -> !used.equals(room(type))),
                    Collectors.toCollection(TreeSet::new))));
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring("cnnlabs.".length());
  }

  /** A package may use its own rooms, these others, and all that is not of this library. */
  private static ArchRule onlyUses(String name, List<String> others) {
    String[] allowed = new String[others.size() + 1];
    allowed[0] = "cnnlabs." + name + "..";
    for (int i = 0; i < others.size(); i++) {
      allowed[i + 1] = "cnnlabs." + others.get(i) + "..";
    }
    return classes()
        .that()
        .resideInAPackage(allowed[0])
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAnyPackage("cnnlabs.."))));
  }

  /** The engine's tests are in a jar, where this has been packaged. */
  static final class DoNotIncludeTestJars implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /** Puts a class into the file that it stands in; what is generated for a record is left out. */
  private static final class File implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      JavaClass outermost = outermost(type);
      return outermost.isAnnotatedWith(RecordBuilderGenerated.class)
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(outermost.getName());
    }

    private static JavaClass outermost(JavaClass type) {
      return type.getEnclosingClass().map(File::outermost).orElse(type);
    }

    @Override
    public String getDescription() {
      return "files";
    }
  }
}
