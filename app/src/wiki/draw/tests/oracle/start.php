<?php
// Starts DokuWiki on a folder of ours, where a copy of its settings is made, and what its data lacks.
// Arguments: DokuWiki's folder, that of its settings, and ours.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
ini_set('display_errors', 'stderr');
[, $dokuwiki, $settings, $own] = $argv;
mkdir("$own/conf", 0777, true);
foreach (glob("$settings/*") as $file) {
    if (is_file($file) && !preg_match('/local|\.auth\.php$|plugins\.php$/', $file)) {
        copy($file, "$own/conf/" . basename($file));
    }
}
foreach (['pages', 'attic', 'media', 'media_attic', 'media_meta', 'meta', 'cache', 'index', 'locks', 'tmp', 'log'] as $data) {
    is_dir("$own/data/$data") || mkdir("$own/data/$data", 0777, true);
}
file_put_contents("$own/conf/local.php", '<?php $conf["savedir"] = ' . var_export("$own/data", true) . ';');
define('DOKU_INC', "$dokuwiki/");
define('DOKU_CONF', "$own/conf/");
define('NOSESSION', true);
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['SCRIPT_NAME'] = '/doku.php';
require DOKU_INC . 'inc/init.php';
$conf['mailguard'] = 'none';

