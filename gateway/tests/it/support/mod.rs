//! A gateway in front of providers on this machine.

pub(crate) mod gateway;
#[path = "../../../../unified/tests/it/support/logto.rs"]
pub(crate) mod logto;
pub(crate) mod onelogin;
pub(crate) mod provider;
#[path = "../../../../unified/tests/it/support/torii.rs"]
pub(crate) mod torii;
pub(crate) mod wire;
