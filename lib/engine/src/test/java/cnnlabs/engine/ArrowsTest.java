package cnnlabs.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import cnnlabs.engine.onednn.OneDnnCompiler;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The module's arrows run one way. */
@AnalyzeClasses(packages = "cnnlabs.engine", importOptions = DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule theCompilerUsesTheEngineAndTheEngineNothingOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("cnnlabs.engine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("cnnlabs.engine.onednn..");

  @ArchTest
  static final ArchRule nothingOfTheLabsIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("cnnlabs.engine..").or(not(resideInAnyPackage("cnnlabs.."))));

  @ArchTest
  static final ArchRule onlyTheCompilerKnowsOneDnn =
      noClasses()
          .that()
          .resideOutsideOfPackage("cnnlabs.engine.onednn..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.dnnl..");

  @ArchTest
  static final ArchRule theCompilerHasOnePublicClass =
      classes()
          .that()
          .resideInAPackage("cnnlabs.engine.onednn..")
          .and()
          .areTopLevelClasses()
          .and()
          .doNotHaveFullyQualifiedName(OneDnnCompiler.class.getName())
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule classesOfDifferentFilesUseEachOtherOneWay =
      slices().assignedFrom(new Files()).should().beFreeOfCycles();

  /** A file is its outermost class, with those inside. */
  private static final class Files implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String name = javaClass.getName();
      int inside = name.indexOf('$');
      return SliceIdentifier.of(inside < 0 ? name : name.substring(0, inside));
    }

    @Override
    public String getDescription() {
      return "files";
    }
  }
}
