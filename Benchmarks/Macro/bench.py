"""What the benchmarks of whole servers share: the folder, the users, a server's process, a run of the load."""
import hashlib, json, os, shutil, signal, socket, struct, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDER = os.path.join(ROOT, "var", "bench")
SECRET, USERS = "testing123", 10000
PORTS = {"rollcall": 21812, "freeradius": 22812, "responder": 23812}


def write(path, text, mode=0o600):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def fresh(name):
    folder = os.path.join(FOLDER, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def users():
    lines = [f'user{n:05d} Cleartext-Password := "password{n:05d}"\n' for n in range(USERS)]
    return write(os.path.join(FOLDER, "users"), "".join(lines))


def prepare():
    users()
    subprocess.run(
        ["cc", "-O2", "-o", os.path.join(FOLDER, "responder"),
         os.path.join(ROOT, "Benchmarks", "Responder", "responder.c"), "-lcrypto"], check=True)


class Server:
    """A server's process, from its start to its end, with what serves it (a database)."""

    def __init__(self, name, command, cores, helpers=()):
        self.name, self.port, self.helpers = name, PORTS[name], helpers
        self.log = open(os.path.join(FOLDER, f"{name}.log"), "w")
        if cores:
            command = ["taskset", "-c", cores] + command
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT)

    def cpu(self):
        """User and system time so far, in seconds, with that of the database."""
        return processor_time(self.process.pid) + sum(helper.cpu() for helper in self.helpers)

    def memory(self):
        """Octets in memory, and the most that ever were."""
        lines = open(f"/proc/{self.process.pid}/status").read().splitlines()
        values = dict(line.split(":", 1) for line in lines)
        return tuple(1024 * int(values[key].split()[0]) for key in ("VmRSS", "VmHWM"))

    def wait(self, seconds=60):
        """Seconds from the start to the first answer to an Access-Request."""
        request = access_request()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.02)
            probe.connect(("127.0.0.1", self.port))
            while time.monotonic() - self.started < seconds:
                if self.process.poll() is not None:
                    sys.exit(f"{self.name} ended; see {self.log.name}")
                try:
                    probe.send(request)
                    probe.recv(4096)
                    return time.monotonic() - self.started
                except ConnectionRefusedError:
                    time.sleep(0.005)
                except TimeoutError:
                    pass
        sys.exit(f"{self.name} does not answer; see {self.log.name}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        for helper in self.helpers:
            helper.stop()


def access_request():
    """An Access-Request of the first user (RFC 2865 §3, §5.2): User-Name, User-Password, NAS-Identifier."""
    authenticator = os.urandom(16)
    password = b"password00000".ljust(16, b"\0")
    pad = hashlib.md5(SECRET.encode() + authenticator).digest()
    hidden = bytes(a ^ b for a, b in zip(password, pad))
    attributes = b"".join(
        bytes([kind, len(value) + 2]) + value for kind, value in ((1, b"user00000"), (2, hidden), (32, b"probe")))
    return struct.pack("!BBH", 1, 0, 20 + len(attributes)) + authenticator + attributes


def processor_time(pid):
    try:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(binary, port, arguments, cores):
    """The report of `rollcall load`, or None where it has none."""
    command = [binary, "load", f"127.0.0.1:{port}", arguments[0], SECRET, "--format", "json"] + arguments[1:]
    command += ["--users", os.path.join(FOLDER, "users")]
    if cores:
        command = ["taskset", "-c", cores] + command
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout.startswith("{") else None


def measured(server, binary, arguments, cores):
    """A run of the load against a server that answers, and the processor time that it took."""
    before = server.cpu()
    report = load(binary, server.port, arguments, cores)
    if report is None:
        sys.exit(f"the load on {server.name} failed")
    report["cpu"] = server.cpu() - before
    return report
