"""What tools/cluster_trial plays on: a database, nodes, bots, and a network with a cable that can be cut."""

import glob
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GIVEN_UP = 75  # exit code of a node whose life the cluster has given up
ALIVE, DEAD = "0", "3"  # nodes.state
NETWORK = "10.77.31"  # of the nodes when one of them is cut off
NAMESPACE = "zonehive-trial"
CABLE = "zh-trial"


class Failed(Exception):
    """What the trial waited for did not come."""


def say(text):
    print(f"trial: {text}", flush=True)


def wait_until(is_it, seconds, what):
    """Seconds that it took."""
    begin = time.monotonic()
    while not is_it():
        if time.monotonic() - begin > seconds:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(0.03)
    return time.monotonic() - begin


def run(*command, **more):
    done = subprocess.run([str(x) for x in command], capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise Failed(f"{' '.join(str(x) for x in command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def start(command, log, env=None):
    """Dies with this program."""
    with open(log, "ab") as out:
        return subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "--", *[str(x) for x in command]],
                                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=env,
                                start_new_session=True)


class Database:
    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self.start()
        self.url = run(ROOT / "tools/postgres", "url", folder).strip()
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/psql")) or [shutil.which("psql")]
        self.psql = programs[-1]

    def start(self):
        run(ROOT / "tools/postgres", "start", self.folder, self.port)

    def stop(self):
        run(ROOT / "tools/postgres", "stop", self.folder)

    def ask(self, sql):
        """Rows of texts; none while the database is away."""
        done = subprocess.run([self.psql, "-X", "-At", "-F", "\t", "-d", self.url, "-c", sql], capture_output=True,
                              text=True, check=False)
        return [line.split("\t") for line in done.stdout.splitlines()]


class Node:
    """One process, on its own ports and, when it has a namespace, in its own network."""

    def __init__(self, trial, name, index, host="127.0.0.1", namespace=None, roles=None):
        self.trial, self.name, self.host, self.namespace, self.roles = trial, name, host, namespace, roles
        base = trial.args.port_base + 10 * index
        self.login, self.game, self.admin, self.cluster = base, base + 1, base + 2, base + 3
        self.log = trial.folder / f"{name}.out"
        self.process = None

    def address(self, port):
        return f"{self.host}:{port}"

    def start(self):
        settings = {
            "node.name": self.name, "login.port": self.login, "game.port": self.game, "game.advertise": self.host,
            "admin.port": self.admin, "cluster.host": self.host, "cluster.port": self.cluster,
            "data.dir": self.trial.world, "log.dir": self.trial.folder / f"log-{self.name}",
            "account.auto_create": "true", "edge.connections_per_address": 0, "login.bcrypt_cost": 4,
        }
        if self.roles:
            settings["node.roles"] = self.roles
        settings |= {"cluster.plain": "true"} if self.host == "127.0.0.1" else self.certificate()
        (self.trial.folder / f"log-{self.name}").mkdir(exist_ok=True)
        seen = self.log.stat().st_size if self.log.exists() else 0
        command = [self.trial.binary, "serve"] + [f"--{key}={value}" for key, value in settings.items()]
        if self.namespace:
            command = ["ip", "netns", "exec", self.namespace, *command]
        url = self.trial.url_for(self)
        self.process = start(command, self.log, {**os.environ, "ZONEHIVE_DATABASE_URL": url})

        def is_ready():
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended with {self.process.returncode}:\n{self.output(seen)[-2000:]}")
            return "node-ready" in self.output(seen)
        wait_until(is_ready, 60, f"{self.name} is ready")

    def certificate(self):
        """Connections that leave the machine are enciphered."""
        folder = self.trial.folder / "certificates"
        if not folder.exists():
            run(self.trial.binary, "cert", "init", "--dir", folder, "--cluster", "zonehive")
        run(self.trial.binary, "cert", "issue", "--dir", folder, "--node", self.name, "--host", self.host)
        return {"cluster.cert": folder / f"{self.name}.crt", "cluster.key": folder / f"{self.name}.key",
                "cluster.ca": folder / "ca.crt"}

    def output(self, since=0):
        with open(self.log, "rb") as text:
            text.seek(since)
            return text.read().decode(errors="replace")

    def metrics(self):
        """What it counts: by name and labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        found = {}
        for line in lines:
            if not line.startswith("#"):
                what, value = line.rsplit(" ", 1)
                name, _, labels = what.removeprefix("zonehive_").partition("{")
                found.setdefault(name, {})[labels.removesuffix("}")] = float(value)
        return found

    def cpu_seconds(self):
        """Of all its threads, since it began."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def signal(self, number):
        self.process.send_signal(number)

    def is_running(self):
        return self.process is not None and self.process.poll() is None


class Bots:
    """`zonehive bots run`, told by a named pipe what is done to the servers."""

    runs = 0

    def __init__(self, trial, nodes, title, count=None):
        Bots.runs += 1
        self.count = count or trial.args.bots
        self.pipe = trial.folder / f"orders-{Bots.runs}"
        self.log = trial.folder / f"bots-{Bots.runs}-{title}.out"
        self.report_file = trial.folder / f"bots-{Bots.runs}-{title}.json"
        os.mkfifo(self.pipe)
        self.fd = os.open(self.pipe, os.O_RDWR)
        command = [trial.binary, "bots", "run", "--count", self.count, "--seconds", 0, "-o", "json", "--ramp-per-s", 60,
                   "--orders", self.pipe, "--data", trial.world, "--account-prefix", f"t{chr(96 + Bots.runs % 26)}x"]
        for node in nodes:
            command += ["--login", node.address(node.login)]
        with open(self.report_file, "wb") as out, open(self.log, "wb") as err:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "--", *[str(x) for x in command]],
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        wait_until(lambda: self.logins() >= self.count, 120, "all bots are in the world")
        time.sleep(trial.args.settle)

    def text(self):
        return self.log.read_text(errors="replace")

    def order(self, line, reply):
        before = self.text().count(reply)
        os.write(self.fd, f"{line}\n".encode())
        wait_until(lambda: self.text().count(reply) > before, 20, f"the bots hear '{line}'")

    def logins(self):
        self.order("tell", "bots in world")
        return int(self.text().rsplit("logins ", 1)[1].split()[0])

    def next_status(self):
        """What the bots tell every 10 s without being asked: counts, and the steps per second since the last time."""
        before = self.text().count("bots in world")
        wait_until(lambda: self.text().count("bots in world") > before, 20, "the bots tell how they are")
        line = self.text().rsplit("bots in world", 1)[1].split("\n")[0]
        return {name: float(value) for name, value in re.findall(r"([a-z]+) ([0-9.]+)", line)}

    def mark(self, name):
        self.order(f"mark {name}", f"marked {name}")

    def expect_failover(self, seconds):
        self.order(f"failover {seconds}", "failover expected")

    def expect_loss(self, node, seconds):
        address = node.address(node.login)
        self.order(f"sever {address} {seconds}", f"loss expected at {address}")

    def finish(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        os.close(self.fd)
        self.pipe.unlink()
        return json.loads(self.report_file.read_text(errors="replace"))


class Network:
    """A namespace at the other end of a cable."""

    def __init__(self):
        self.remove()
        run("ip", "netns", "add", NAMESPACE)
        try:
            run("ip", "link", "add", CABLE, "type", "veth", "peer", "name", "eth0", "netns", NAMESPACE)
            run("ip", "address", "add", f"{NETWORK}.1/24", "dev", CABLE)
            run("ip", "link", "set", CABLE, "up")
            run("ip", "-n", NAMESPACE, "address", "add", f"{NETWORK}.2/24", "dev", "eth0")
            for device in ("lo", "eth0"):
                run("ip", "-n", NAMESPACE, "link", "set", device, "up")
        except Failed:
            self.remove()
            raise

    def cut(self):
        run("ip", "-n", NAMESPACE, "link", "set", "eth0", "down")

    def mend(self):
        run("ip", "-n", NAMESPACE, "link", "set", "eth0", "up")

    @staticmethod
    def remove():
        for command in (["ip", "link", "del", CABLE], ["ip", "netns", "del", NAMESPACE]):
            subprocess.run(command, capture_output=True, check=False)


class Forwarder:
    """Carries connections to the database, which listens on the loopback only, into the network of the nodes."""

    def __init__(self, host, to):
        self.to = to
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                if self.listener.fileno() < 0:
                    return
                continue
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, target), daemon=True).start()

    @staticmethod
    def carry(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
