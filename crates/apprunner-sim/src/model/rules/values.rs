//! The value of each edition.

use std::sync::LazyLock;

use super::{Edition, Rules, aws, chapter, express};

impl Edition {
    /// Its rules.
    pub fn rules(self) -> &'static Rules {
        static CHAPTER: LazyLock<Rules> = LazyLock::new(chapter::rules);
        static AWS: LazyLock<Rules> = LazyLock::new(aws::rules);
        static EXPRESS: LazyLock<Rules> = LazyLock::new(express::rules);
        match self {
            Self::Chapter => &CHAPTER,
            Self::Aws => &AWS,
            Self::Express => &EXPRESS,
        }
    }
}
