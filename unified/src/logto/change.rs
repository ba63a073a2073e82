//! Writes that can take several of Logto's calls: those of a user, and of who holds a role.

use signon_logto::roles::{CreateRoleUser, DeleteRoleUser};
use signon_logto::users::{
    CreateUser, ProfileUpdate, SuspensionUpdate, UpdateUser, UpdateUserIsSuspended,
    UpdateUserProfile, UserIds, UserProfile, UserUpdate as Native,
};
use signon_runtime::Field;

use super::{Logto, mapping};
use crate::convert::with_remote_data;
use crate::error::{Error, Partial};
use crate::models::{User, UserCreate, UserUpdate};
use crate::native::{NativeCall, Written};

/// One of the calls that a change takes.
enum Step {
    User(Native),
    Profile(UserProfile),
    Suspension(SuspensionUpdate),
}

impl Step {
    fn call(&self) -> NativeCall {
        match self {
            Self::User(_) => NativeCall::of::<UpdateUser>(),
            Self::Profile(_) => NativeCall::of::<UpdateUserProfile>(),
            Self::Suspension(_) => NativeCall::of::<UpdateUserIsSuspended>(),
        }
    }
}

/// The calls that a change takes. All are built before the first is sent, so that a value that cannot be converted
/// prevents all of them.
fn steps(change: &UserUpdate) -> Result<Vec<Step>, Error> {
    let change = &with_empty_names(change.clone());
    let user = mapping::users_update(change).map_err(Error::Rejected)?;
    let user = with_remote_data(user, &change.remote_data)?;
    let profile = mapping::users_update_profile(change).map_err(Error::Rejected)?;
    let mut steps = Vec::new();
    if user != Native::new() {
        steps.push(Step::User(user));
    }
    if profile != UserProfile::new() {
        steps.push(Step::Profile(profile));
    }
    if !change.status.is_absent() {
        let suspension = mapping::users_update_suspension(change).map_err(Error::Rejected)?;
        steps.push(Step::Suspension(suspension));
    }
    Ok(steps)
}

/// A change that clears names by the empty text: Logto takes no null in a profile, and keeps what is left out.
fn with_empty_names(mut change: UserUpdate) -> UserUpdate {
    for name in [&mut change.first_name, &mut change.last_name] {
        if *name == Field::Null {
            *name = Field::Value(String::new());
        }
    }
    change
}

impl Logto {
    /// Creates a user, and suspends them in a second call where they are not to sign in.
    pub(super) async fn new_user(&self, user: UserCreate) -> Result<Written<User>, Error> {
        let mut body = mapping::users_create(&user).map_err(Error::Rejected)?;
        let profile = mapping::users_create_profile(&user).map_err(Error::Rejected)?;
        body.profile = Some(profile).filter(|profile| *profile != UserProfile::new());
        let body = with_remote_data(body, &user.remote_data)?;
        let suspension = match user.status.as_option() {
            Some(_) => Some(mapping::users_create_suspension(&user).map_err(Error::Rejected)?),
            None => None,
        };
        let call = NativeCall::of::<CreateUser>();
        let answer = self.client.users().create(&CreateUser::new(body)).await;
        let created = answer.map_err(|error| call.failed_write(error))?;
        let Some(suspension) = suspension.filter(|suspension| suspension.is_suspended) else {
            return Written::by(call, Ok(mapping::users_read(&created)));
        };
        let step = Step::Suspension(suspension);
        let calls = [call, step.call()];
        match self.step(&created.id, step).await {
            Ok(()) => Written::after(calls.to_vec(), self.user(&created.id).await),
            Err(cause) => Err(stopped(&calls, 1, cause)),
        }
    }

    /// Gives a role to users. Logto rejects the whole call where one of them holds it.
    pub(super) async fn give_role(
        &self,
        role: &str,
        users: Vec<String>,
    ) -> Result<Written<()>, Error> {
        let request = CreateRoleUser::new(role, UserIds::new(users));
        let done = self.client.roles().create_user(&request).await;
        Written::done(NativeCall::of::<CreateRoleUser>(), done)
    }

    /// Takes a role from users, one after the other.
    pub(super) async fn take_role(
        &self,
        role: &str,
        users: Vec<String>,
    ) -> Result<Written<()>, Error> {
        let call = NativeCall::of::<DeleteRoleUser>();
        let calls = vec![call; users.len()];
        for (index, user) in users.iter().enumerate() {
            let request = DeleteRoleUser::new(role, user);
            let done = self.client.roles().delete_user(&request).await;
            if let Err(error) = done {
                return Err(stopped(&calls, index, call.failed_write(error)));
            }
        }
        Written::after(calls, Ok(()))
    }

    /// Makes the calls one after the other, and reads the user.
    pub(super) async fn change_user(
        &self,
        id: &str,
        change: UserUpdate,
    ) -> Result<Written<User>, Error> {
        let steps = steps(&change)?;
        let calls: Vec<NativeCall> = steps.iter().map(Step::call).collect();
        for (index, step) in steps.into_iter().enumerate() {
            if let Err(cause) = self.step(id, step).await {
                return Err(stopped(&calls, index, cause));
            }
        }
        Written::after(calls, self.user(id).await)
    }

    async fn step(&self, id: &str, step: Step) -> Result<(), Error> {
        let (call, users) = (step.call(), self.client().users());
        let done = match step {
            Step::User(body) => users.update(&UpdateUser::new(id, body)).await.map(drop),
            Step::Profile(profile) => {
                let request = UpdateUserProfile::new(id, ProfileUpdate::new(profile));
                users.update_profile(&request).await.map(drop)
            }
            Step::Suspension(body) => {
                let request = UpdateUserIsSuspended::new(id, body);
                users.update_is_suspended(&request).await.map(drop)
            }
        };
        done.map_err(|error| call.failed_write(error))
    }
}

/// The error of a call in a row of calls: what took effect before it, and what was left.
fn stopped(calls: &[NativeCall], index: usize, cause: Error) -> Error {
    let (done, left) = calls.split_at_checked(index).unwrap_or((calls, &[]));
    if let Error::Partial(mut partial) = cause {
        // The call took effect, and its response could not be read.
        partial.done.splice(0..0, done.iter().copied());
        partial.left = left.iter().skip(1).copied().collect();
        return Error::Partial(partial);
    }
    if done.is_empty() {
        return cause;
    }
    Error::Partial(Box::new(Partial {
        done: done.to_vec(),
        left: left.to_vec(),
        cause,
    }))
}
