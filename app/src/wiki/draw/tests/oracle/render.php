<?php
// Draws texts with DokuWiki's own renderer: reads {"page": "text"} and writes {"page": "xhtml"}, as JSON.
require __DIR__ . '/start.php';

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
