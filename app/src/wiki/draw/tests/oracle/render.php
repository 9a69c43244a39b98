<?php
// Draws texts with DokuWiki's own renderer: reads {"page": "text"} and writes {"page": "xhtml"}, as JSON.
// Arguments: DokuWiki's folder, that of its settings, and one of ours, where its data and a copy of its settings are made.
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
    mkdir("$own/data/$data", 0777, true);
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

$pages = json_decode(stream_get_contents(STDIN), true);
$drawn = [];
foreach ($pages as $ID => $text) {
    $instructions = p_get_instructions($text);
    foreach ($instructions as &$instruction) {
        // What is news elsewhere today is not what is compared.
        if ($instruction[0] === 'rss') {
            $instruction = ['externallink', [$instruction[1][0], 'Nouvelles de ' . $instruction[1][0]], $instruction[2]];
        }
    }
    unset($instruction);
    $about = [];
    $drawn[$ID] = p_render('xhtml', $instructions, $about);
}
fwrite(STDOUT, json_encode($drawn, JSON_INVALID_UTF8_SUBSTITUTE));
