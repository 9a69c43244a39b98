<?php
// Reads a data folder as DokuWiki does: writes, as JSON, its pages and its files by name, each with its versions, the latest
// first: when, of what kind, by whom, why, and what it said.
use dokuwiki\ChangeLog\ChangeLog;
use dokuwiki\ChangeLog\MediaChangeLog;
use dokuwiki\ChangeLog\PageChangeLog;

require __DIR__ . '/start.php';

function versions(ChangeLog $log, callable $said)
{
    $latest = $log->currentRevision();
    return array_map(function ($at) use ($log, $latest, $said) {
        $about = $log->getRevisionInfo($at);
        // What is shown is in no attic.
        $text = $said($at == $latest ? '' : $at);
        return [$about['date'], $about['type'], $about['user'], $about['sum'], $text];
    }, $log->getRevisions(-1, 10000));
}

$all = ['depth' => 0, 'skipacl' => true];
[$found, $told] = [['pages' => [], 'files' => []], ['pages' => [], 'files' => []]];
search($found['pages'], $conf['datadir'], 'search_allpages', $all);
search($found['files'], $conf['mediadir'], 'search_media', $all);
foreach (array_column($found['pages'], 'id') as $page) {
    $said = fn($at) => rawWiki($page, $at);
    $told['pages'][$page] = versions(new PageChangeLog($page), $said);
}
foreach (array_column($found['files'], 'id') as $file) {
    $said = fn($at) => file_get_contents(mediaFN($file, $at));
    $told['files'][$file] = versions(new MediaChangeLog($file), $said);
}
fwrite(STDOUT, json_encode($told, JSON_INVALID_UTF8_SUBSTITUTE));
