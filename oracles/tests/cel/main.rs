//! later
use cel as _;
