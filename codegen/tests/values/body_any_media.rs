//! A body of any media type uses the media type that the caller sets.

use body_any_media::operations::{PutBinary, PutSilent};
use signon_runtime::{Body, Operation};

#[test]
fn the_caller_sets_the_media_type() {
    let image = || Body::from(vec![1, 2]).content_type("image/png");
    for request in [PutBinary::new(image()).request(), PutSilent::new(image()).request()] {
        assert_eq!(request.content_type(), Some("image/png"));
        assert_eq!(request.body_bytes().map(AsRef::as_ref), Some([1, 2].as_slice()));
    }
    let request = PutBinary::new(Body::from(vec![1])).request();
    assert_eq!(request.content_type(), Some("application/octet-stream"));
}
