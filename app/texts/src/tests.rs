//! Every code of the domain has its text.
