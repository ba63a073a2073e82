//! Paths in the module of the tag `users` stay valid although operations of `apps` use the types: `tests/it/reexports.rs` compares
//! them with the paths of the crate without these operations.

#![deny(warnings)]

use std::any::TypeId;

use modules_shared::{apps, errors, headers, models, users};

fn is_one<T: 'static, U: 'static>() {
    assert_eq!(TypeId::of::<T>(), TypeId::of::<U>());
}

#[test]
fn the_types_of_the_tag_are_in_its_module() {
    is_one::<users::Address, users::models::Address>();
    is_one::<users::CreateUser, users::models::CreateUser>();
    is_one::<users::Link, users::models::Link>();
    is_one::<users::Note, users::models::Note>();
    is_one::<users::Problem, users::models::Problem>();
    is_one::<users::User, users::models::User>();
    is_one::<users::UserState, users::models::UserState>();
    is_one::<users::CreateUserOperationError, users::errors::CreateUserOperationError>();
    is_one::<users::GetUserError, users::errors::GetUserError>();
    is_one::<users::ProblemFor404, users::errors::ProblemFor404>();
    is_one::<users::GetUserHeaders, users::headers::GetUserHeaders>();
    is_one::<users::NextHeaders, users::headers::NextHeaders>();
    is_one::<users::CreateUserOperation, users::CreateUserOperation>();
    is_one::<users::GetUser, users::GetUser>();
    is_one::<users::ListNotes, users::ListNotes>();
}

#[test]
fn shared_types_are_the_same_in_the_module_of_each_tag() {
    is_one::<users::User, models::User>();
    is_one::<apps::User, models::User>();
    is_one::<apps::models::Address, models::Address>();
    is_one::<users::ProblemFor404, errors::ProblemFor404>();
    is_one::<apps::errors::ProblemFor404, errors::ProblemFor404>();
    is_one::<users::NextHeaders, headers::NextHeaders>();
}
