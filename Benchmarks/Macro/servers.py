"""The servers that are measured: Rollcall and a bare responder. FreeRADIUS has a file of its own."""
import json, os, subprocess

from bench import FOLDER, PORTS, ROOT, SECRET, Server, fresh, write

POOL = "pools:\n  - {name: main, ranges: [10.64.0.0/16]}\n"


def rollcall(binary, cores, *, decisions=True, pools="", keep=False, folder="rollcall"):
    """Rollcall in a folder of its own, with a new store unless `keep`."""
    folder = os.path.join(FOLDER, folder) if keep else fresh(folder)
    port = PORTS["rollcall"]
    configuration = write(os.path.join(folder, "rollcall.yaml"), f"""listen:
  authentication: ["127.0.0.1:{port}"]
  accounting: ["127.0.0.1:{port + 1}"]
control: rollcall.sock
storage: {{sqlite: rollcall.db}}
dictionary: {ROOT}/dictionaries/dictionary
users: ../users
clients:
  - {{name: lab, address: 127.0.0.0/8, secret: {SECRET}}}
record-decisions: {"yes" if decisions else "no"}
{pools}{os.environ.get("ROLLCALL_BENCH_EXTRA", "")}
""")
    return Server("rollcall", [binary, "serve", "--config", configuration], cores)


def status(binary, folder="rollcall"):
    """What a running Rollcall counted so far."""
    configuration = os.path.join(FOLDER, folder, "rollcall.yaml")
    done = subprocess.run(
        [binary, "status", "--config", configuration, "--format", "json"], capture_output=True, text=True)
    return json.loads(done.stdout)


def responder(cores):
    port = PORTS["responder"]
    return Server(
        "responder", [os.path.join(FOLDER, "responder"), SECRET, str(port), str(port + 1)], cores)
