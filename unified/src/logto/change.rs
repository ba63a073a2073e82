//! A change of a user, which takes up to three of Logto's calls.

use signon_logto::users::{
    ProfileUpdate, SuspensionUpdate, UpdateUser, UpdateUserIsSuspended, UpdateUserProfile,
    UserProfile, UserUpdate as Native,
};

use super::{Logto, mapping};
use crate::convert::with_remote_data;
use crate::error::{Error, Partial};
use crate::models::{User, UserUpdate};
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

/// The calls that a change takes, all of them made before the first is sent: what cannot be converted stops nothing
/// halfway.
fn steps(change: &UserUpdate) -> Result<Vec<Step>, Error> {
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

impl Logto {
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
        // The call took effect, and its answer could not be read.
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
