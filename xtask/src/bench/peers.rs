//! What the wiki is measured beside: DokuWiki as its site tells to serve it (PHP-FPM with OPcache behind nginx), and
//! nginx alone, which serves the same bytes as a file. Both hear on this machine alone, and end with the measure.

use crate::process::{program, run};
use crate::tools::{self, Peers};
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const FILES: &str = "127.0.0.1:3998";
const WIKI: &str = "127.0.0.1:3997";
/// Processes of PHP: more than the core that they share can use.
const CHILDREN: usize = 4;

/// DokuWiki on a data folder, before it is served.
pub struct DokuWiki {
    folder: PathBuf,
}

impl DokuWiki {
    /// Sets it up on `folder/data`, where its pages are. Its settings are Debian's but for those.
    pub fn on(folder: &Path) -> Result<Self> {
        let data = folder.join("data");
        for kind in [
            "pages",
            "attic",
            "media",
            "media_attic",
            "media_meta",
            "meta",
            "cache",
            "index",
            "locks",
            "tmp",
            "log",
        ] {
            fs::create_dir_all(data.join(kind))?;
        }
        fs::create_dir_all(folder.join("conf"))?;
        let local = format!(
            "<?php $conf['savedir'] = '{}'; $conf['useacl'] = 0; $conf['remote'] = 1; $conf['remoteuser'] = '';\n",
            data.display()
        );
        fs::write(folder.join("conf/local.php"), local)?;
        let before = format!(
            "<?php error_reporting(E_ERROR); define('DOKU_CONF', '{}/conf/');\n",
            folder.display()
        );
        fs::write(folder.join("before.php"), before)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Has its search know every page.
    pub fn index(&self) -> Result<()> {
        let mut php = program("php");
        php.arg("-d").arg(format!("auto_prepend_file={}/before.php", self.folder.display()));
        php.args(["/usr/share/dokuwiki/bin/indexer.php", "-q", "-c"]);
        run(php.stdout(Stdio::null()).stderr(Stdio::null()))
    }
}

/// Both of them, stopped whatever happens.
pub struct Served {
    processes: Vec<Child>,
}

impl Served {
    /// Starts them on one core: `pin` is what a command begins with for that.
    pub fn start(wiki: &DokuWiki, peers: &Peers, pin: &[&str]) -> Result<Self> {
        let folder = &wiki.folder;
        fs::create_dir_all(folder.join("www"))?;
        fs::write(folder.join("php.conf"), php(folder))?;
        fs::write(folder.join("nginx.conf"), nginx(folder))?;
        let mut served = Self { processes: Vec::new() };
        let mut start = |name: &Path, arguments: &[&str]| -> Result<()> {
            let mut command = pinned(pin, name);
            command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
            served.processes.push(command.spawn().context("a peer does not start")?);
            Ok(())
        };
        let (php, nginx) = (folder.join("php.conf"), folder.join("nginx.conf"));
        let root: &[&str] = if tools::is_root() { &["-R"] } else { &[] };
        let php = php.to_str().context("a path")?;
        start(&peers.php_fpm, &[&["-F", "-y", php], root].concat())?;
        start(Path::new("nginx"), &["-c", nginx.to_str().context("a path")?])?;
        let answers = || {
            UnixStream::connect(folder.join("php.sock")).is_ok()
                && [FILES, WIKI].iter().all(|at| TcpStream::connect(at).is_ok())
        };
        for _ in 0..100 {
            if answers() {
                return Ok(served);
            }
            sleep(Duration::from_millis(100));
        }
        bail!("nginx or PHP does not answer: see {}", folder.display())
    }

    /// Where a file of `folder/www` is served.
    pub fn file(name: &str) -> String {
        format!("http://{FILES}/{name}")
    }

    /// Where DokuWiki answers.
    pub fn wiki(rest: &str) -> String {
        format!("http://{WIKI}/{rest}")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // Asked rather than killed: each ends its children then.
            run(program("kill").arg(process.id().to_string())).ok();
            process.wait().ok();
        }
    }
}

/// A program, on the core that `pin` names.
pub fn pinned(pin: &[&str], name: &Path) -> Command {
    let mut command = program(pin[0]);
    command.args(&pin[1..]).arg(name);
    command
}

fn php(folder: &Path) -> String {
    let folder = folder.display();
    let owner = if tools::is_root() { "user = root\ngroup = root\n" } else { "" };
    format!(
        "[global]\nerror_log = {folder}/php.log\n[wiki]\n{owner}listen = {folder}/php.sock\npm = static\n\
         pm.max_children = {CHILDREN}\nphp_admin_value[auto_prepend_file] = {folder}/before.php\n\
         php_admin_value[opcache.enable] = 1\nphp_admin_value[memory_limit] = 512M\n"
    )
}

fn nginx(folder: &Path) -> String {
    let owner = if tools::is_root() { "user root;" } else { "" };
    let own: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|of| format!("{of}_temp_path {}/tmp_{of};\n", folder.display()))
        .collect();
    let folder = folder.display();
    format!(
        "daemon off;\n{owner}\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\n\
         events {{ worker_connections 1024; }}\nhttp {{\n{own}access_log off;\nsendfile on;\ntcp_nopush on;\n\
         default_type text/html;\nkeepalive_requests 100000000;\nopen_file_cache max=100;\n\
         server {{ listen {FILES}; root {folder}/www; }}\n\
         server {{ listen {WIKI}; root /usr/share/dokuwiki; location ~ \\.php$ {{ include /etc/nginx/fastcgi_params;\n\
         fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass unix:{folder}/php.sock; }} }}\n}}\n"
    )
}
