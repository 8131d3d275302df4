//! exercises.
