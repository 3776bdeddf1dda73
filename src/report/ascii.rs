//! The ASCII twin of every sign that is rendered or printed.

/// The twin of `sign`, one cell for one cell; `None` for what has none, such as
/// letters of a user's file.
pub fn twin(sign: char) -> Option<char> {
    Some(match sign {
        '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '┬' | '┴' | '┼' | '✓' => '+',
        '└' => '`',
        '│' | '┃' | '┊' | '╎' => '|',
        '─' | '–' | '—' | '−' => '-',
        '┄' | '·' | '…' | '∙' => '.',
        '■' | '█' | '▉' | '▊' | '▋' | '▇' | '▆' => '#',
        '━' | '▌' | '▍' | '▎' | '▏' | '▅' | '▄' => '=',
        '▃' | '▂' | '▁' => '_',
        '▓' | '▒' => '%',
        '░' => ':',
        '▸' | '▶' | '→' | '»' | '≥' => '>',
        '◂' | '←' | '«' | '≤' => '<',
        '▲' | '↑' => '^',
        '▼' | '↓' => 'v',
        '●' => '@',
        '¶' => 'P',
        '○' => 'o',
        '◌' | '±' => '~',
        '◐' => 'c',
        '▽' => 'u',
        '◆' => '&',
        '◇' => '*',
        '≠' => '/',
        '×' | '✗' => 'x',
        '✖' => 'X',
        '♥' => 'h',
        '♡' => '!',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '\u{a0}' => ' ',
        '\u{2800}'..='\u{28ff}' => dots(sign),
        _ => return None,
    })
}

/// The twin of a Braille cell, by where its dots are: a line goes through it, or an area.
fn dots(sign: char) -> char {
    let bits = u32::from(sign) & 0xff;
    // From the upper row to the lower one: the bits of both columns.
    let rows = [0x09, 0x12, 0x24, 0xc0].map(|row| bits & row != 0);
    match (bits.count_ones(), rows) {
        (0, _) => ' ',
        // The line of another run, every other dot: not the sign of a grid.
        (1, [true, ..] | [_, true, ..]) => '`',
        (1, _) => ',',
        // An area of few dots.
        (2, [true, _, true, _] | [_, true, _, true]) => ':',
        (4, [true, true, true, true]) if bits & 0x47 != 0 && bits & 0xb8 != 0 => '%',
        (_, [true, _, _, true] | [true, true, true, _] | [_, true, true, true]) => '|',
        (_, [true, _, _, _]) => '\'',
        (_, [_, _, _, true]) => '_',
        _ => '-',
    }
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
