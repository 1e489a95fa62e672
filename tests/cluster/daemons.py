"""Slurm on this machine alone, for tests: munged, slurmctld and two slurmd of one core each, without systemd, all in one
scratch folder, all gone with it."""
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# A job begins with its user's login shell, and a power cut in the middle of what root's own profile does may leave locks behind:
# here it reads an empty one.
LOGIN_FILES = [os.path.expanduser("~root/" + name) for name in [".profile", ".bash_profile", ".bash_login"]]

PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "scancel"]

CONF = """ClusterName=trial
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
SlurmdTimeout=10
KillWait=20
MaxArraySize={array}
SchedulerParameters=bf_interval=1,sched_interval=1
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmdParameters=config_overrides
MpiDefault=none
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={first} CPUs=1 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={second} CPUs=1 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
"""


def why_not():
    """Why there can be no Slurm here; empty where there can."""
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        return "missing: " + ", ".join(missing) + " (apt-get install slurm-wlm munge)"
    return "" if os.geteuid() == 0 else "it takes root"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def processes():
    """pid → (parent, words) of all there are."""
    found = {}
    for name in os.listdir("/proc"):
        try:
            if name.isdigit():
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    found[int(name)] = parent, file.read().decode("utf-8", "replace").split("\0")
        except OSError:
            pass
    return found


def tree(root):
    """A process and all below it."""
    there, wanted = processes(), [root]
    for pid in wanted:
        wanted += [child for child, (parent, _) in there.items() if parent == pid]
    return wanted


def without_profiles():
    """Words before a command that let it see empty login files; none where there may be no such view."""
    there = [name for name in LOGIN_FILES if os.path.exists(name)]
    binds = "".join(f"mount --bind /dev/null {name} && " for name in there)
    words = ["unshare", "--mount", "sh", "-c", binds + 'exec "$@"', "sh"]
    return words if subprocess.run([*words, "true"], capture_output=True).returncode == 0 else []


class Slurm:
    def __init__(self, array=101):
        self.folder = tempfile.mkdtemp(prefix="ganzoo-slurm-")
        os.chmod(self.folder, 0o755)
        self.started = []
        conf = self.path("slurm.conf")
        with open(conf, "w") as file:
            file.write(CONF.format(host=socket.gethostname().split(".")[0], folder=self.folder, array=array, port=free_port(),
                                   first=free_port(), second=free_port()))
        version = subprocess.run(["slurmd", "-V"], capture_output=True, text=True).stdout
        if float(re.search(r"(\d+\.\d+)", version).group(1)) >= 23.11:  # without systemd nobody makes its control groups
            with open(self.path("cgroup.conf"), "w") as file:
                file.write("CgroupPlugin=disabled\n")
        os.mkdir(self.path("state"))
        self.environment = {**os.environ, "SLURM_CONF": conf}
        for name in list(self.environment):  # what a test inside of a job would pass on
            if name.startswith(("SBATCH_", "SQUEUE_")) or (name.startswith("SLURM_") and name != "SLURM_CONF"):
                del self.environment[name]
        self.nodes, self.hurried = {}, set()

    def __enter__(self):
        with open(self.path("munge.key"), "wb") as file:
            file.write(os.urandom(128))
        os.chmod(self.path("munge.key"), 0o600)
        self.start("munged", "--foreground", "--force", "--key-file", self.path("munge.key"), "--socket",
                   self.path("munge.socket"), "--pid-file", self.path("munge.pid"), "--log-file", self.path("munge.log"),
                   "--seed-file", self.path("munge.seed"))
        self.until(lambda: os.path.exists(self.path("munge.socket")), "munged")
        self.start("slurmctld", "-D", "-c")
        for node in ["n1", "n2"]:
            self.start_node(node)
        self.until(lambda: self.run("sinfo", "-h", "-o", "%T").stdout.split() == ["idle"], "two idle nodes")
        return self

    def __exit__(self, *_):
        for process in self.started[::-1]:
            for pid in tree(process.pid):
                self.send(pid, signal.SIGKILL)
            process.wait()
        for pid, (_, words) in processes().items():  # steps of a node outlive it
            if any(self.folder in word for word in words) or words[0].startswith("slurmstepd: "):
                for each in tree(pid) if self.is_ours(pid) else []:
                    self.send(each, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_ours(self, pid):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                return self.folder.encode() in file.read()
        except OSError:
            return False

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def start(self, *words):
        with open(self.path("daemons.out"), "ab") as out:
            process = subprocess.Popen(words, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                       cwd=self.folder, start_new_session=True)
        self.started.append(process)
        return process

    @staticmethod
    def send(pid, number):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass

    def start_node(self, node):
        self.nodes[node] = self.start(*without_profiles(), "slurmd", "-D", "-N", node)

    def steps_of(self, node):
        """The processes that carry a node's jobs: they are not below its slurmd."""
        return [pid for pid, (_, words) in processes().items()
                if words[0].startswith("slurmstepd: ") and self.node_of(pid) == node]

    def node_of(self, pid):
        for each in tree(pid):
            try:
                with open(f"/proc/{each}/environ", "rb") as file:
                    words = file.read().split(b"\0")
                if any(self.folder.encode() in word for word in words):
                    for word in words:
                        if word.startswith(b"SLURMD_NODENAME="):
                            return word.split(b"=")[1].decode()
            except OSError:
                pass
        return ""

    def kill_node(self, node):
        """A power cut: its slurmd, its steps and all below them."""
        killed = tree(self.nodes[node].pid) + [each for step in self.steps_of(node) for each in tree(step)]
        for pid in killed:
            self.send(pid, signal.SIGKILL)
        self.nodes[node].wait()

    def run(self, *words, **more):
        return subprocess.run(words, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=300, **more)

    def scontrol(self, *words):
        done = self.run("scontrol", *words)
        if done.returncode != 0:
            raise RuntimeError(f"scontrol {' '.join(words)}: {done.stderr}")
        return done.stdout

    def tasks(self, job):
        """What Slurm tells of each task: a dictionary of scontrol's words."""
        text = self.run("scontrol", "-o", "show", "job", job).stdout
        return [dict(word.split("=", 1) for word in line.split() if "=" in word) for line in text.splitlines() if line]

    def hurry(self, job):
        """A job that was put into the queue again waits for two minutes: let it begin in two seconds. (In one and the same
        second its node would take it for the job that just ended.)"""
        for task in self.tasks(job):
            again = task["JobId"], task.get("Restarts")
            if task.get("JobState") == "PENDING" and again not in self.hurried:
                self.hurried.add(again)
                self.run("scontrol", "update", "JobId=" + task["JobId"], "StartTime=now+2")

    @staticmethod
    def until(condition, what, seconds=300):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{what}: not within {seconds} s")
