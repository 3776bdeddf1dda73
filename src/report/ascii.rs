//! The ASCII twin of every sign that is drawn or printed.

/// The twin of `sign`, one cell for one cell; `None` for what has none, such as
/// letters of a user's file.
pub fn twin(sign: char) -> Option<char> {
    Some(match sign {
        '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '┬' | '┴' | '┼' | '✓' => '+',
        '│' | '┃' => '|',
        '─' | '━' | '╌' | '–' | '—' | '−' => '-',
        '┄' | '·' | '…' | '∙' => '.',
        '█' | '▉' | '▊' | '▋' | '▇' | '▆' => '#',
        '▌' | '▍' | '▎' | '▏' | '▅' | '▄' => '=',
        '▃' | '▂' | '▁' => '_',
        '▓' | '▒' => '%',
        '░' => ':',
        '▸' | '▶' | '→' | '»' | '≥' => '>',
        '◂' | '←' | '«' | '≤' => '<',
        '▲' | '↑' => '^',
        '▼' | '↓' => 'v',
        '●' => '@',
        '○' => 'o',
        '◌' => '~',
        '◐' => 'c',
        '◆' => '&',
        '◇' => '*',
        '×' | '✗' => 'x',
        '✖' => 'X',
        '♥' => 'h',
        '♡' => '!',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '\u{a0}' => ' ',
        _ => return None,
    })
}

/// The twin of `sign` where there is room for more than one letter.
pub(super) fn words(sign: char) -> Option<&'static str> {
    Some(match sign {
        '±' => "+/-",
        '≠' => "!=",
        '≤' => "<=",
        '≥' => ">=",
        '→' => "->",
        '…' => "...",
        _ => return None,
    })
}
