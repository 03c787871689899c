"""Uses one kernel for long: cells of all kinds, and interrupts at any moment.

    python3 environment/kernel/src/test/python/test_soak.py [CELLS INTERRUPTS SEED]

By default 500 cells, of which 200 are interrupted. Nothing may hang, no output may be lost, and none may stand under
another cell. Takes a few minutes.
"""

import random
import re
import shutil
import sys
import threading
import time
import unittest

import test_kernel

CELLS, INTERRUPTS, SEED = (int(argument) for argument in sys.argv[1:4]) if len(sys.argv) > 3 else (500, 200, 1)
LONGEST = 0.4  # seconds until an interrupt

# Each prints lines `NUMBER:0`, `NUMBER:1` and so on, in order.
PRINTS = [
    'for (int i = 0; i < {lines}; i++) System.out.println("{number}:" + i);',
    'int n{number} = {lines};\nfor (int i = 0; i < n{number}; i++) {{ System.out.print("{number}:" + i); System.out.println(); }}',
    'void print{number}(int i) {{ System.out.println("{number}:" + i); }}\nIntStream.range(0, {lines}).forEach(i -> print{number}(i));',
    'var thread{number} = new Thread(() -> {{ for (int i = 0; i < {lines}; i++) System.out.println("{number}:" + i); }});\n'
    "thread{number}.start();\nthread{number}.join();",
]
# Each goes on until it is interrupted.
ENDLESS = [
    'for (int i = 0; ; i++) {{ System.out.println("{number}:" + i); Thread.sleep(1); }}',
    'for (int i = 0; ; i++) {{ System.out.println("{number}:" + i); double x = 0; for (int j = 0; j < 20_000; j++) x += Math.sqrt(j); }}',
    'System.out.println("{number}:0");\nlong turns = 0;\nwhile (true) {{ turns++; }}',
    'System.out.println("{number}:0");\nString run = demo.Trainer.train(5);',
    'System.out.println("{number}:0");\nThread.sleep(60_000);',
]


class SoakTest(unittest.TestCase):
    def setUp(self):
        jdk = test_kernel.installed_jdks()[0]
        test_kernel.make_library(jdk)
        self.addCleanup(shutil.rmtree, test_kernel.WORK, ignore_errors=True)
        self.kernel = test_kernel.Kernel(jdk)
        self.addCleanup(self.kernel.close)
        self.random = random.Random(SEED)

    def lines(self, result, number):
        """How many lines the cell printed: its own, from the first on, each once."""
        printed = result.stdout.split("\n")
        self.assertEqual(printed.pop(), "")
        self.assertEqual(printed, [f"{number}:{index}" for index in range(len(printed))])
        return len(printed)

    def whole(self, number):
        """A cell that nobody interrupts."""
        lines = self.random.choice([0, 1, 10, 300])
        result = self.kernel.run(self.random.choice(PRINTS).format(number=number, lines=lines))
        self.assertEqual(result.reply["status"], "ok", result.report)
        self.assertEqual(self.lines(result, number), lines)

    def value(self, number):
        self.assertEqual(self.kernel.run(f"{number} * 2").value, str(number * 2))

    def display(self, number):
        result = self.kernel.run(f'display("<b>{number}</b>", "text/html");')
        self.assertEqual([shown["data"]["text/html"] for shown in result.contents("display_data")], [f"<b>{number}</b>"])

    def failure(self, number):
        result = self.kernel.run(f'throw new IllegalStateException("{number}");')
        self.assertIn(f"IllegalStateException: {number}", result.report)

    def interrupt(self):
        """Returns when the kernel has dealt with it: on a busy machine it could else meet the next cell."""
        client = self.kernel.client
        client.control_channel.send(client.session.msg("interrupt_request", {}))
        client.get_control_msg(timeout=test_kernel.PATIENCE)

    def interrupted(self, number):
        """A cell that is interrupted at some moment: as it starts, while it runs or, if it is short, after it."""
        ends = self.random.random() < 0.3
        code = self.random.choice(PRINTS if ends else ENDLESS).format(number=number, lines=300)
        message_id = self.kernel.send(code)
        time.sleep(LONGEST * self.random.random() ** 3)
        self.interrupt()
        # An interrupt that comes before the cell has begun means nothing: then a reader presses the button again.
        again = threading.Timer(3, self.kernel.manager.interrupt_kernel)
        again.start()
        result = self.kernel.collect(message_id)
        again.cancel()
        again.join()
        self.interrupt()  # Of nothing: after it, none is still on its way.
        printed = self.lines(result, number)
        if not ends or result.error:
            self.assertEqual(result.error, "Interrupted", result.report)
        else:
            self.assertEqual(printed, 300)

    def test_nothing_hangs_is_lost_or_stands_elsewhere(self):
        marked = set(self.random.sample(range(CELLS), INTERRUPTS))
        kinds = [self.whole, self.whole, self.value, self.display, self.failure]
        for number in range(CELLS):
            with self.subTest(cell=number):
                (self.interrupted if number in marked else self.random.choice(kinds))(number)
        out, err = self.kernel.own_output()
        self.assertEqual(re.sub(r"\s+", "", out + err), "")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
