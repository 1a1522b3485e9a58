"""Each rule of tools/tidy fires on a small sample and is silent on a good one."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TIDY = pathlib.Path(__file__).resolve().parents[2] / "tools" / "tidy"


def load_tidy():
    loader = importlib.machinery.SourceFileLoader("tidy", str(TIDY))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("tidy", loader))
    loader.exec_module(module)
    return module


tidy = load_tidy()
HEAD = "// A sample.\n\n#pragma once\n\n"
NOTE = "TO" + "DO"
MACHINE = "/ho" + "me/somebody/x"

# rule, path, bad text, good text
SAMPLES = [
    ("include-root", "actors/zone/zone.cpp", '#include "zone.hpp"', '#include "actors/zone/zone.hpp"'),
    ("include-direction", "messages/wire/codec.cpp", '#include "messages/client/move.hpp"',
     '#include "messages/wire/field.hpp"'),
    ("include-direction", "messages/client/move.cpp", '#include "messages/records.hpp"',
     '#include "messages/wire/field.hpp"'),
    ("include-direction", "messages/ids.cpp", '#include "runtime/base/log.hpp"', '#include "messages/client/move.hpp"'),
    ("include-direction", "loaders/map.cpp", '#include "messages/client/move.hpp"',
     '#include "runtime/base/prng.hpp"'),
    ("include-direction", "runtime/base/log.cpp", '#include "messages/wire/field.hpp"',
     '#include "runtime/base/prng.hpp"'),
    ("include-direction", "runtime/net/socket.cpp", '#include "actors/edge/tcp_edge.hpp"',
     '#include "messages/interfaces/edge.hpp"'),
    ("include-direction", "runtime/postgres/pool.cpp", '#include "runtime/boot/serve.hpp"',
     '#include "runtime/base/log.hpp"'),
    ("include-direction", "actors/zone/zone.cpp", '#include "runtime/boot/serve.hpp"', '#include "loaders/map.hpp"'),
    ("include-direction", "runtime/boot/serve.cpp", '#include "tools/cli/cli.hpp"', '#include "actors/zone/zone.hpp"'),
    ("include-actor", "actors/zone/zone.cpp", '#include "actors/session/session.hpp"',
     '#include "messages/interfaces/session.hpp"'),
    ("include-pure", "actors/zone/zone_world.cpp", "#include <caf/all.hpp>", "#include <vector>"),
    ("include-pure", "actors/zone/audience.cpp", '#include "messages/interfaces/zone.hpp"',
     '#include "messages/client/move.hpp"'),
    ("include-pure", "actors/zone/rules/walk.cpp", "#include <caf/all.hpp>", '#include "actors/zone/zone_grid.hpp"'),
    ("include-caf", "loaders/map.cpp", "#include <caf/all.hpp>", "#include <span>"),
    ("include-caf", "runtime/base/log.cpp", "#include <caf/actor.hpp>", "#include <spdlog/spdlog.h>"),
    ("clock", "actors/zone/zone.cpp", "auto t = std::chrono::steady_clock::now();", "auto t = self->clock().now();"),
    ("clock", "tests/actors/zone/zone_test.cpp", "auto t = time(nullptr);", "auto t = world.time(nullptr);"),
    ("sleep", "runtime/net/socket.cpp", "std::this_thread::sleep_for(1s);",
     "delayed_send(self, 1s, tick_atom::value);"),
    ("sleep", "tests/runtime/net/socket_test.cpp", "usleep(10);", "clock.advance(10);"),
    ("random", "actors/login/login.cpp", "std::random_device d;", "runtime::prng dice{seed};"),
    ("random", "tools/bots/bot.cpp", "int x = rand();", "int x = operand();"),
    ("random", "actors/zone/zone.cpp", "std::mt19937 dice{1};", "runtime::prng dice{1};"),
    ("thread", "actors/edge/edge.cpp", "std::thread t{run};", "std::thread::id owner;"),
    ("print", "runtime/boot/serve.cpp", "std::cout << 1;", "runtime::log::info(c, e, t);"),
    ("print", "actors/zone/zone.cpp", 'printf("x");', 'std::snprintf(out, size, "x");'),
    ("new-delete", "actors/zone/zone.cpp", "auto* p = new thing(1);",
     "auto p = std::make_unique<thing>(1); // new thing"),
    ("new-delete", "actors/zone/zone.cpp", "delete p;", "zone(const zone&) = delete;"),
    ("reinterpret-cast", "actors/edge/edge_link.cpp", "auto p = reinterpret_cast<char*>(q);", "auto p = encode(q);"),
    ("reinterpret-cast", "messages/client/move.cpp", "reinterpret_cast<char*>(q);", "static_cast<char>(q);"),
    ("clock", "runtime/cluster/router.cpp", "auto t = std::chrono::system_clock::now();", "auto t = clock().now();"),
    ("clock", "tests/sim/run.cpp", "auto t = std::chrono::steady_clock::now();", "auto t = where.now();"),
    ("random", "tests/sim/run.cpp", "std::mt19937 dice{1};", "runtime::prng dice{1};"),
    ("random", "tests/sim/run.cpp", "std::random_device d;", "auto d = dice();"),
    ("thread", "tests/sim/run.cpp", "std::thread t{run};", "std::thread::id owner;"),
    ("unordered", "actors/zone/zone.cpp", "std::unordered_map<int, int> m;", "std::map<int, int> m;"),
    ("unordered", "messages/ids.hpp", HEAD + "#include <unordered_set>", HEAD + "#include <set>"),
    ("unordered", "runtime/cluster/router.cpp", "std::unordered_set<int> m;", "std::set<int> m;"),
    ("unordered", "tests/sim/checkers.cpp", "auto x = std::hash<std::string>{}(name);", "rolling_hash x;"),
    ("address-order", "actors/zone/zone.cpp", "std::set<const player*> all;", "std::vector<const player*> all;"),
    ("address-order", "actors/zone/zone.cpp", "std::map<caf::actor_addr, int> m;", "std::map<caf::actor_id, int> m;"),
    ("address-order", "runtime/cluster/router.hpp", HEAD + "std::map<caf::strong_actor_ptr, int> m;",
     HEAD + "std::map<int, caf::strong_actor_ptr> m;"),
    ("address-order", "actors/edge/fan.hpp", HEAD + "std::map<msg::edge_actor, uint32_t> m;",
     HEAD + "std::map<msg::connection_id, msg::edge_actor> m;"),
    ("address-order", "tests/sim/arena.cpp", "std::set<std::shared_ptr<int>> all;", "std::set<std::string> all;"),
    ("address-order", "actors/zone/zone.cpp", "std::sort(a, b, std::less<thing*>{});",
     "std::sort(a, b, std::less<int>{});"),
    ("file", "actors/zone/zone.cpp", "std::ifstream in{name};", "std::istringstream in{text};"),
    ("file", "loaders/map.cpp", 'auto* f = fopen("x", "r");', "std::filesystem::path name;"),
    ("blocking", "runtime/postgres/store.cpp", "caf::scoped_actor self{system};", "caf::event_based_actor* self;"),
    ("todo", "actors/zone/zone.cpp", f"int x = 0; // {NOTE}: more", "int x = 0; // more"),
    ("machine-path", "actors/zone/zone.cpp", f'auto x = "{MACHINE}";', 'auto x = "var/home/x";'),
    ("machine-path", "deploy/run.md", f"cd {MACHINE}", "cd build"),
    ("folder-name", "actors/utils/x.cpp", "int x;", None),
    ("pragma-once", "actors/zone/zone.hpp", "int x;", HEAD + "int x;"),
    ("columns", "actors/zone/zone.cpp", "// " + "x" * 118, "// " + "x" * 117),
    ("columns", "tools/setup.sh", "# " + "x" * 119, "# " + "x" * 118),
    ("file-lines", "actors/zone/zone.cpp", "int x;\n" * 501, "int x;\n" * 500),
    ("function-lines", "actors/zone/zone.cpp", "void f() {\n" + "g();\n" * 69 + "}\n",
     "void f() {\n" + "g();\n" * 68 + "}\n"),
    ("function-lines", "tests/a_test.cpp", "TEST(A, b) {\n" + "g();\n" * 69 + "}\n",
     "TEST(A, b) {\n" + "g();\n" * 30 + "}\nTEST(A, c) {\n" + "g();\n" * 60 + "}\n"),
    ("function-lines", "actors/zone/zone.cpp",
     "zone::zone(int a)\n  : a_{a}, b_(a), c_{\"{\"} {\n" + "g();\n" * 69 + "}\n",
     "class zone {\n" + "  int f() const { return 1; }\n" * 90 + "};\n"),
    ("function-lines", "actors/zone/zone.cpp",
     "auto zone::f(int a,\n  int b) const noexcept -> std::vector<int> {\n" + "if (a) {\n g(); }\n" * 40 + "}\n",
     "namespace a {\n" + "int x = 1;\n" * 90 + "const int t[] = {\n" + "1,\n" * 90 + "};\n}\n"),
]


def check(path, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / path
        file.parent.mkdir(parents=True)
        file.write_text(text)
        return tidy.check_tree(pathlib.Path(folder)).lines()


class Rules(unittest.TestCase):
    def test_every_rule_fires_on_its_bad_sample(self):
        for rule, path, bad, _ in SAMPLES:
            with self.subTest(rule=rule, path=path):
                found = [line for line in check(path, bad) if f"[{rule}]" in line]
                self.assertEqual(len(found), 1, check(path, bad))
                self.assertTrue(found[0].startswith(path + ":"), found)
                self.assertIn(tidy.RULES[rule][1], found[0])

    def test_every_rule_is_silent_on_its_good_sample(self):
        for rule, path, _, good in SAMPLES:
            if good is not None:
                with self.subTest(rule=rule, path=path):
                    self.assertEqual([line for line in check(path, good) if f"[{rule}]" in line], [])

    def test_every_rule_has_a_sample(self):
        of_trees = {"probe"}  # it takes more than one file: see CommandLine
        self.assertEqual(set(tidy.RULES) - of_trees, {sample[0] for sample in SAMPLES})

    def test_comments_and_literals_are_not_code(self):
        for text in ("// new thing(1)", "/* delete p;\n std::cout */", 'auto x = "std::cout new thing";',
                     'auto x = R"(delete p; " std::cout)";', "int x = 1'000'000; // std::cout"):
            with self.subTest(text=text):
                self.assertEqual(check("actors/zone/zone.cpp", text), [])

    def test_code_after_a_literal_is_still_code(self):
        self.assertEqual(len(check("actors/zone/zone.cpp", "char c = '\"'; std::cout << c;")), 1)

    def test_the_place_is_the_line(self):
        self.assertTrue(check("actors/zone/zone.cpp", "int x;\n\n/* a\nb */ delete p;")[0]
                        .startswith("actors/zone/zone.cpp:4:"))

    def test_an_allowed_place_includes_its_tests(self):
        self.assertEqual(check("tests/messages/wire/codec_test.cpp", "reinterpret_cast<char*>(q);"), [])

    def test_golden_files_are_left_alone(self):
        self.assertEqual(check("tests/golden/x.cpp", "delete p;"), [])


class CommandLine(unittest.TestCase):
    def run_tidy(self, *arguments):
        return subprocess.run([sys.executable, str(TIDY), *arguments], capture_output=True, text=True, check=False)

    def test_finding_something_is_exit_code_1(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "actors").mkdir()
            (pathlib.Path(folder) / "actors" / "x.cpp").write_text("delete p;\n")
            result = self.run_tidy(folder)
            self.assertEqual(result.returncode, 1)
            self.assertIn("actors/x.cpp:1:", result.stdout)

    def test_a_scenario_probe_that_no_test_reaches_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "runtime/base").mkdir(parents=True)
            (pathlib.Path(folder) / "tests").mkdir()
            (pathlib.Path(folder) / "runtime/base/probes.hpp").write_text(
                '#define ZONEHIVE_SCENARIO_PROBES(X) \\\n  X(one, "a") \\\n  X(two, "b")\n')
            (pathlib.Path(folder) / "tests/x_test.cpp").write_text("EXPECT_REACHED(one);\n")
            result = self.run_tidy(folder)
            self.assertEqual(result.returncode, 1)
            self.assertIn("two [probe]", result.stdout)
            self.assertNotIn("one [probe]", result.stdout)

    def test_an_empty_tree_is_exit_code_0(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.run_tidy(folder).returncode, 0)

    def test_rules_are_listed_with_what_to_do_instead(self):
        output = self.run_tidy("--list-rules").stdout
        for rule, (what, instead) in tidy.RULES.items():
            self.assertIn(rule, output)
            self.assertIn(what, output)
            self.assertIn(instead, output)


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):
        unittest.main()
