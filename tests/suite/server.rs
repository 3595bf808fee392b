//! The built program as a running server, waited for by what it says.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::app::{TODAY, root};

/// Time within which everything here happens, on a slow machine too.
const DEADLINE: Duration = Duration::from_secs(60);

pub fn steppe(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steppe"));
    command.args(arguments).current_dir(root());
    for setting in ["STEPPE_DATA", "STEPPE_LISTEN", "STEPPE_BASE_URL", "STEPPE_TODAY"] {
        command.env_remove(setting);
    }
    command
}

/// A running server; it ends with the test.
pub struct Server {
    pub process: Child,
    pub address: String,
    /// Keeps connections.
    agent: ureq::Agent,
    log: Receiver<String>,
}

impl Server {
    pub fn on(folder: &Path) -> Self {
        Self::with(folder, &std::env::temp_dir())
    }

    /// A server with a folder of its own for temporary files.
    pub fn with(folder: &Path, temporary: &Path) -> Self {
        let data = folder.to_str().expect("UTF-8");
        let settings = ["serve", "--listen", "127.0.0.1:0", "--today", TODAY, "--data", data];
        let mut process = steppe(&settings)
            .env("RUST_LOG", "info,tower_http=debug")
            .env("TMPDIR", temporary)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Steppe Atlas is at ").expect("an address");
        let (sender, log) = channel();
        let stderr = process.stderr.take().expect("piped");
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { address: address.to_owned(), agent: ureq::Agent::new_with_defaults(), process, log }
    }

    pub fn json(&self, path: &str) -> Value {
        let mut answer = ureq::get(format!("{}{path}", self.address)).call().expect(path);
        answer.body_mut().read_json().expect("JSON")
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut answer = ureq::get(format!("{}{path}", self.address)).call().expect(path);
        answer.body_mut().read_to_vec().expect("a body")
    }

    /// Host and port.
    pub fn socket(&self) -> &str {
        self.address.strip_prefix("http://").expect("plain HTTP")
    }

    /// The status of an answer.
    pub fn status(&self, path: &str) -> u16 {
        let answer = self.agent.get(format!("{}{path}", self.address)).call().expect(path);
        answer.status().as_u16()
    }

    /// Bytes of memory in use, as the kernel counts them (`VmRSS` of `/proc/{id}/status`).
    pub fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).expect("a running process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kilobytes << 10
    }

    pub fn ready(&self) -> Value {
        self.json("/health/ready")
    }

    /// Waits until the server says that something holds.
    pub fn until(&self, holds: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let ready = self.ready();
            if holds(&ready) {
                return ready;
            }
            assert!(begun.elapsed() < DEADLINE, "{ready}");
            std::thread::yield_now();
        }
    }

    /// Waits for a line of the log.
    pub fn logs(&self, part: &str) {
        let begun = Instant::now();
        while let Some(left) = DEADLINE.checked_sub(begun.elapsed()) {
            let line = self.log.recv_timeout(left).expect("a line in time");
            if line.contains(part) {
                return;
            }
        }
        panic!("no line with {part}");
    }

    pub fn terminate(&self) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(sent.success());
    }

    pub fn ended(&mut self) -> ExitStatus {
        self.process.wait().expect("an end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
