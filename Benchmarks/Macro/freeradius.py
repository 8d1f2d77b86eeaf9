"""FreeRADIUS from Debian, in its fastest sensible set-ups: nothing but the modules at work.

Its SQL queries are those of its own package, taken from where Debian installs them; what is set here is what its
documentation asks an operator to set. The database is made anew for each run and is synced as it is by default.
"""
import os, shutil, subprocess, sys, tempfile

from bench import FOLDER, PORTS, SECRET, Server, fresh, processor_time, write

POSTGRESQL = "/usr/lib/postgresql/15/bin"
QUERIES = "/etc/freeradius/3.0/mods-config"
ADDRESSES = 65536


def radiusd(folder, *, modules, authorize, accounting, preaccounting="", post_authentication="", threads=0):
    port = PORTS["freeradius"]
    pool = f"""thread pool {{
  start_servers = {threads}
  max_servers = {threads}
  min_spare_servers = {threads}
  max_spare_servers = {threads}
  max_requests_per_server = 0
  max_queue_size = 65536
  auto_limit_acct = no
}}""" if threads else ""
    write(os.path.join(folder, "radiusd.conf"), f"""
prefix = /usr
libdir = /usr/lib/freeradius
modconfdir = {QUERIES}
logdir = {folder}
run_dir = {folder}
db_dir = {folder}
radacctdir = {folder}/radacct
max_requests = 65536
cleanup_delay = 5
hostname_lookups = no
proxy_requests = no
log {{
  destination = files
  file = {folder}/radius.log
  auth = no
}}
security {{
  max_attributes = 200
  reject_delay = 0
  status_server = no
}}
{pool}
client lab {{
  ipaddr = 127.0.0.0/8
  secret = {SECRET}
  require_message_authenticator = no
}}
modules {{
  files {{
    usersfile = {FOLDER}/users
  }}
  pap {{
  }}
{modules}
}}
server default {{
  listen {{
    type = auth
    ipaddr = 127.0.0.1
    port = {port}
  }}
  listen {{
    type = acct
    ipaddr = 127.0.0.1
    port = {port + 1}
  }}
  authorize {{
{authorize}
  }}
  authenticate {{
    Auth-Type PAP {{
      pap
    }}
  }}
  preacct {{
{preaccounting}
  }}
  accounting {{
{accounting}
  }}
  post-auth {{
{post_authentication}
  }}
}}
""")


def command(folder, threads):
    return ["freeradius", "-f"] + ([] if threads else ["-s"]) + ["-d", folder, "-n", "radiusd"]


def plain(cores):
    """PAP out of the users file, and accounting into a detail file that is not synced; no threads, which is its best."""
    folder = fresh("freeradius")
    os.makedirs(os.path.join(folder, "radacct"))
    detail = f"""  detail {{
    filename = {folder}/radacct/detail
    permissions = 0600
  }}"""
    radiusd(folder, modules=detail, authorize="files\npap", accounting="detail")
    return Server("freeradius", command(folder, 0), cores)


def pool(dialect, connection, overrides, threads):
    """The modules `sql` and `sqlippool` on one database. Of a key that stands twice, FreeRADIUS takes the first."""
    return f"""
  sql {{
    dialect = "{dialect}"
    driver = "rlm_sql_{dialect}"
    {connection}
    acct_table1 = "radacct"
    acct_table2 = "radacct"
    postauth_table = "radpostauth"
    authcheck_table = "radcheck"
    groupcheck_table = "radgroupcheck"
    authreply_table = "radreply"
    groupreply_table = "radgroupreply"
    usergroup_table = "radusergroup"
    client_table = "nas"
    group_attribute = "SQL-Group"
    read_clients = no
    delete_stale_sessions = no
    pool {{
      start = {threads or 1}
      min = {threads or 1}
      max = {threads or 1}
      spare = 0
      uses = 0
      lifetime = 0
      idle_timeout = 0
    }}
    $INCLUDE ${{modconfdir}}/sql/main/${{dialect}}/queries.conf
  }}
  sqlippool {{
    sql_module_instance = "sql"
    dialect = "{dialect}"
    pool_name = "Pool-Name"
    ippool_table = "radippool"
    lease_duration = 3600
    allocate_clear_timeout = 1
    attribute_name = Framed-IP-Address
    req_attribute_name = Framed-IP-Address
    pool_key = "%{{NAS-Port}}"
    {overrides}
    $INCLUDE ${{modconfdir}}/sql/ippool/${{dialect}}/queries.conf
  }}
  expr {{
    safe_characters = "@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_: /"
  }}"""


UNIQUE = """update request {
  Acct-Unique-Session-Id := "%{md5:%{User-Name},%{Acct-Session-Id},%{NAS-Identifier},%{NAS-Port}}"
}"""
WITH_POOL = {
    "preaccounting": UNIQUE,
    "authorize": 'files\npap\nupdate control {\n  Pool-Name := "main"\n}', "accounting": "sql\nsqlippool",
    "post_authentication": "sqlippool",
}


class Database:
    """A PostgreSQL of its own in a temporary folder, reached by a socket there; nothing of it is left."""

    def __init__(self, cores):
        self.folder = tempfile.mkdtemp(prefix="bench-postgresql-")
        shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-E", "UTF8", "--locale", "C")
        self.run(
            "pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o",
            f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=512MB "
            "-c max_wal_size=4GB", "start", pinned=cores)
        # In the order in which its documentation has them loaded.
        self.run("createdb", "-h", self.folder, "radius")
        sources = [f"{QUERIES}/sql/main/postgresql/schema.sql", f"{QUERIES}/sql/ippool/postgresql/schema.sql",
                   f"{QUERIES}/sql/ippool/postgresql/procedure.sql"]
        for source in sources:
            self.sql(open(source).read())
        self.sql("INSERT INTO radippool (pool_name, framedipaddress, expiry_time) SELECT 'main', "
                 f"inet '10.64.0.0' + n, NOW() - interval '1 day' FROM generate_series(0, {ADDRESSES - 1}) n; ANALYZE;")

    def run(self, program, *arguments, pinned=None, text=None):
        pin = ["taskset", "-c", pinned] if pinned else []
        done = subprocess.run(
            pin + ["runuser", "-u", "postgres", "--", f"{POSTGRESQL}/{program}", *arguments], input=text, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
        if done.returncode:
            sys.exit(f"{program} failed: {done.stderr}")

    def sql(self, text):
        self.run("psql", "-h", self.folder, "-v", "ON_ERROR_STOP=1", "-q", "radius", text=text)

    def cpu(self):
        """Of the postmaster and of every process that it has now; they live as long as FreeRADIUS's connections."""
        master = open(f"{self.folder}/data/postmaster.pid").readline().strip()
        children = open(f"/proc/{master}/task/{master}/children").read().split()
        return sum(processor_time(pid) for pid in [master] + children)

    def stop(self):
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-w", "stop")
        shutil.rmtree(self.folder)


def on_postgresql(cores):
    """The pool by its stored procedure, which is its fastest, with a thread and a connection each for 16 requests."""
    database = Database(cores)
    threads = 16
    folder = fresh("freeradius")
    procedure = """allocate_begin = ""
    allocate_existing = ""
    allocate_find = "SELECT fr_allocate_previous_or_new_framedipaddress('%{control:${pool_name}}', '%{SQL-User-Name}', '%{Calling-Station-Id}', '%{NAS-IP-Address}', '${pool_key}', ${lease_duration})"
    allocate_update = ""
    allocate_commit = "" """
    connection = f'server = "{database.folder}"\n    login = "postgres"\n    radius_db = "radius"'
    radiusd(folder, modules=pool("postgresql", connection, procedure, threads), threads=threads, **WITH_POOL)
    return Server("freeradius", command(folder, threads), cores, [database])


def on_sqlite(cores):
    """The pool in SQLite with a write-ahead log. Its allocation as shipped lacks an AND; it is put in."""
    folder = fresh("freeradius")
    path = os.path.join(folder, "radius.db")
    sources = [f"{QUERIES}/sql/main/sqlite/schema.sql", f"{QUERIES}/sql/ippool/sqlite/schema.sql"]
    rows = (f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {ADDRESSES - 1}) "
            "INSERT INTO radippool(id, pool_name, framedipaddress, expiry_time) "
            "SELECT i, 'main', '10.64.' || (i / 256) || '.' || (i % 256), datetime('now', '-1 day') FROM n;")
    text = "PRAGMA journal_mode = WAL;\n" + "".join(open(source).read() for source in sources) + rows + "\nANALYZE;"
    subprocess.run(["sqlite3", path], input=text, text=True, check=True, stdout=subprocess.DEVNULL)
    queries = open(f"{QUERIES}/sql/ippool/sqlite/queries.conf").read()
    lacking = "AND expiry_time < datetime('now')" not in queries
    write(os.path.join(folder, "ippool", "queries.conf"),
          queries.replace("\texpiry_time < datetime('now')", "\tAND expiry_time < datetime('now')") if lacking else queries)
    modules = pool("sqlite", f'sqlite {{\n      filename = "{path}"\n      busy_timeout = 2000\n    }}', "", 0)
    modules = modules.replace("${modconfdir}/sql/ippool/${dialect}", f"{folder}/ippool")
    radiusd(folder, modules=modules, **WITH_POOL)
    return Server("freeradius", command(folder, 0), cores)
