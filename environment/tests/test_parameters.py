import unittest

import support
from parameters import Parameter, ParameterError, declared, inject, java_value


def value(type_: str, given: object) -> str:
    return java_value(Parameter(type_, "x", ""), given)


class Declared(unittest.TestCase):
    def test_every_declaration_of_the_cell_in_its_order(self):
        found = declared(support.PARAMETERS)
        self.assertEqual(
            [(p.type, p.name) for p in found.values()],
            [
                ("int", "epochs"),
                ("int", "batchSize"),
                ("double[]", "learningRates"),
                ("String", "activation"),
                ("boolean", "shuffle"),
                ("long", "seed"),
                ("Map<String, Integer>", "widths"),
                ("var", "loss"),
            ],
        )

    def test_the_default_is_the_text_of_the_cell(self):
        found = declared(support.PARAMETERS)
        self.assertEqual(str(found["epochs"]), "int epochs = 20")
        self.assertEqual(found["learningRates"].default, "{0.1, 0.01, 0.001}")
        self.assertEqual(found["activation"].default, '"tanh; or \\"sigmoid\\""')
        self.assertEqual(found["widths"].default, 'Map.of("conv1", 6)')

    def test_what_declares_nothing_is_passed_over(self):
        source = """
            import cnnlabs.train.*;
            /* int old = 1; */
            int twice(int n) { int local = n; return 2 * n; }
            epochs = 3;
            if (epochs == 3) { int inner = 1; }
            String text = \"\"\"
                int quoted = 1;
                \"\"\";
            int after = twice(4);
            """
        self.assertEqual(list(declared(source)), ["text", "after"])

    def test_a_comma_of_a_type_separates_no_variables(self):
        found = declared("Map<String, Integer> a = new HashMap<String, Integer>(), b = Map.of();")
        self.assertEqual(found["a"].default, "new HashMap<String, Integer>()")
        self.assertEqual(found["b"].default, "Map.of()")


class JavaValue(unittest.TestCase):
    def test_numbers_are_written_as_their_type_asks(self):
        self.assertEqual(value("int", "10"), "10")
        self.assertEqual(value("int", 10), "10")
        self.assertEqual(value("int", "50_000"), "50000")
        self.assertEqual(value("long", "-7"), "-7L")
        self.assertEqual(value("double", "1e-3"), "1e-3")
        self.assertEqual(value("double", "10000000000"), "10000000000.0")
        self.assertEqual(value("float", 0.5), "0.5f")

    def test_what_java_reads_as_a_number_is_read_as_the_same_number(self):
        for type_, given, expected in [
            ("int", "1__0", "10"),
            ("int", "0x7fff_ffff", "2147483647"),
            ("int", "0xFFFFFFFF", "-1"),
            ("int", "-2147483648", "-2147483648"),
            ("int", "017", "15"),
            ("int", "0b101", "5"),
            ("int", "0", "0"),
            ("long", "5l", "5L"),
            ("long", "0xFFFFFFFFFFFFFFFF", "-1L"),
            ("double", "1e308", "1e308"),
            ("double", "1_0.5_0e1_0", "1_0.5_0e1_0"),
            ("double", "1__0.5", "1__0.5"),
            ("double", "1d", "1.0"),
            ("double", "5.", "5."),
            ("double", ".5", ".5"),
            ("double", "0e9999", "0e9999"),
            ("float", "1f", "1.0f"),
            ("float", "1e38", "1e38f"),
        ]:
            with self.subTest(given):
                self.assertEqual(value(type_, given), expected)

    def test_text_is_quoted_and_escaped(self):
        self.assertEqual(value("String", 'a "b"\n\\u0041 é'), '"a \\"b\\"\\n\\\\u0041 é"')

    def test_an_array_is_a_json_list_or_words_between_commas(self):
        for given in ("0.1, 1e-2,3", "[0.1, 1e-2, 3]", ["0.1", "1e-2", 3]):
            self.assertEqual(value("double[]", given), "new double[] {0.1, 1e-2, 3.0}")
        self.assertEqual(value("double[]", "[1e5,.5]"), "new double[] {1e5, .5}")
        self.assertEqual(value("double[][]", "[[.5], [1., 2]]"), "new double[][] {new double[] {.5}, new double[] {1., 2.0}}")
        self.assertEqual(value("int[]", "5"), "new int[] {5}")
        self.assertEqual(value("int[]", []), "new int[] {}")
        self.assertEqual(value("String[]", "relu,tanh"), 'new String[] {"relu", "tanh"}')
        self.assertEqual(value("int[][]", "[[1], [2, 3]]"), "new int[][] {new int[] {1}, new int[] {2, 3}}")

    def test_of_any_other_type_it_is_a_java_expression(self):
        self.assertEqual(value("var", "Loss.CROSS_ENTROPY"), "Loss.CROSS_ENTROPY")
        self.assertEqual(value("List<Integer>", "List.of(1, 2)"), "List.of(1, 2)")

    def test_a_value_that_does_not_fit_is_named_with_the_type(self):
        wrong = [
            ("int", "ten", "x is an int: 'ten' is not a whole number"),
            ("int", "3000000000", "x is an int: '3000000000' is out of range"),
            ("int", 1.5, "x is an int: 1.5 is not a whole number"),
            ("int", True, "x is an int: true is not a whole number"),
            ("int", [1], "x is an int: [1] is a list"),
            ("double", "fast", "x is a double: 'fast' is not a number"),
            ("boolean", "yes", "x is a boolean: 'yes' is not true or false"),
            ("double[]", "0.1,b", "x is a double[]: 'b' is not a number"),
            ("int", "1_", "x is an int: '1_' is not a whole number"),
            ("int", "_1", "x is an int: '_1' is not a whole number"),
            ("int", "08", "x is an int: '08' is not a whole number"),
            ("int", "1L", "x is an int: '1L' is not a whole number"),
            ("int", "٣", "x is an int: '٣' is not a whole number"),
            ("int", "0x1FFFFFFFF", "x is an int: '0x1FFFFFFFF' is out of range"),
            ("int", "1" * 5000, f"x is an int: '{'1' * 5000}' is out of range"),
            ("byte", "0xFF", "x is a byte: '0xFF' is out of range"),
            ("double", "1e999", "x is a double: '1e999' is out of range"),
            ("double", "1e-999", "x is a double: '1e-999' is out of range"),
            ("double", "5._5", "x is a double: '5._5' is not a number"),
            ("double", "1_", "x is a double: '1_' is not a number"),
            ("double", "٠.٥", "x is a double: '٠.٥' is not a number"),
            ("double", "NaN", "x is a double: 'NaN' is not a number"),
            ("double[]", "[1e5,b]", "x is a double[]: 'b' is not a number"),
            ("float", "1e39", "x is a float: '1e39' is out of range"),
            ("float", "1e-50", "x is a float: '1e-50' is out of range"),
            ("var", " ", "x is a var: ' ' is not a Java expression"),
        ]
        for type_, given, message in wrong:
            with self.subTest(message), self.assertRaises(ParameterError) as raised:
                value(type_, given)
            self.assertEqual(str(raised.exception), message)


class Inject(unittest.TestCase):
    def test_the_profile_is_set_right_after_the_parameters_cell(self):
        made = support.notebook("run();", parameters=support.PARAMETERS, quick={"epochs": 1, "learningRates": [0.01]})
        inject(made, "quick", {})
        self.assertEqual(made.cells[2].metadata.tags, ["injected-parameters"])
        self.assertEqual(
            made.cells[2].source,
            "// Profile quick: epochs, learningRates.\nepochs = 1;\nlearningRates = new double[] {0.01};",
        )
        self.assertEqual(made.cells[3].source, "run();")

    def test_the_user_wins_over_the_profile(self):
        made = support.notebook(parameters=support.PARAMETERS, quick={"epochs": 1, "batchSize": 5})
        inject(made, "quick", {"epochs": "7"})
        self.assertEqual(
            made.cells[2].source, "// Profile quick: batchSize. Set with -p: epochs.\nepochs = 7;\nbatchSize = 5;"
        )

    def test_full_is_the_cell_as_written(self):
        made = support.notebook("run();", parameters=support.PARAMETERS, quick={"epochs": 1})
        self.assertEqual(inject(made, "full", {}), [])
        self.assertEqual(len(made.cells), 3)

    def test_an_executed_notebook_gets_a_new_cell_for_its_old_one(self):
        made = support.notebook("run();", parameters=support.PARAMETERS, quick={"epochs": 1})
        inject(made, "quick", {})
        inject(made, "quick", {"epochs": "2"})
        self.assertEqual([c.source.split("\n")[-1] for c in made.cells[2:]], ["epochs = 2;", "run();"])
        inject(made, "full", {})
        self.assertEqual([c.source for c in made.cells[2:]], ["run();"])

    def test_an_unknown_name_lists_those_that_there_are(self):
        made = support.notebook(parameters="int epochs = 20;\nboolean shuffle = true;")
        with self.assertRaises(ParameterError) as raised:
            inject(made, "quick", {"epoch": "1"})
        self.assertEqual(
            str(raised.exception),
            "-p sets 'epoch'; its parameters are:\n  int epochs = 20\n  boolean shuffle = true",
        )

    def test_a_profile_with_an_unknown_name_is_wrong_too(self):
        made = support.notebook(parameters="int epochs = 20;", quick={"epoch": 1})
        with self.assertRaisesRegex(ParameterError, "its profile 'quick' sets 'epoch'"):
            inject(made, "quick", {})

    def test_nothing_can_be_set_without_a_parameters_cell(self):
        with self.assertRaisesRegex(ParameterError, "no cell tagged 'parameters'"):
            inject(support.notebook("run();"), "quick", {"epochs": "1"})
        self.assertEqual(inject(support.notebook("run();"), "quick", {}), [])


if __name__ == "__main__":
    unittest.main()
