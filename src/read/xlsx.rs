//! Placeholder: replaced at the merge.

use crate::error::{Error, Result};
use crate::read::{Input, ReadOptions, Source};

pub(crate) fn open(_: &Input, _: &ReadOptions) -> Result<Source> {
    Err(Error::usage("this format is not read yet"))
}
