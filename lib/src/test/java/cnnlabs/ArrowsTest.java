package cnnlabs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import tech.tablesaw.plotly.components.Layout;

/** The packages' arrows run one way. */
@AnalyzeClasses(packages = "cnnlabs", importOptions = DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices().matching("cnnlabs.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule engineUsesNoOtherPackage = onlyUses("engine");
  @ArchTest static final ArchRule dataUsesNoOtherPackage = onlyUses("data");
  @ArchTest static final ArchRule modelUsesDataAndEngine = onlyUses("model", "data", "engine");

  @ArchTest
  static final ArchRule evaluateUsesModelDataEngine =
      onlyUses("evaluate", "model", "data", "engine");

  @ArchTest
  static final ArchRule trainUsesNoPlot = onlyUses("train", "evaluate", "model", "data", "engine");

  @ArchTest
  static final ArchRule plotUsesNoNotebook =
      onlyUses("plot", "run", "train", "evaluate", "model", "data", "engine");

  @ArchTest static final ArchRule scratchUsesData = onlyUses("scratch", "data");

  @ArchTest
  static final ArchRule scratchKnowsNoDeeplearning4j =
      noClasses()
          .that()
          .resideInAPackage("cnnlabs.scratch..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.deeplearning4j..", "org.nd4j.autodiff.."));

  @ArchTest
  static final ArchRule onlyTheEngineKnowsNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages("cnnlabs.engine..")
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

  /** A package may use itself, these others, and all that is not of this library. */
  private static ArchRule onlyUses(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "cnnlabs." + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "cnnlabs." + others[i] + "..";
    }
    return classes()
        .that()
        .resideInAPackage(allowed[0])
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAnyPackage("cnnlabs.."))));
  }
}
