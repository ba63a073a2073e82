//! Fields have the user's Rust types.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;

use rust_type::Field;
use rust_type::models::{Host, HostEither};
use serde_json::json;

#[test]
fn fields_have_the_types() {
    let value = json!({"address": "::1", "port": 80, "by_name": {"a": "127.0.0.1"}, "either": 7, "weight": 3});
    let host: Host = serde_json::from_value(value.clone()).expect("a host");
    let address: IpAddr = Ipv6Addr::LOCALHOST.into();
    let port = NonZeroU16::new(80).map(Field::Value).expect("a port");
    let expected = Host::new(address)
        .port(port)
        .by_name([("a", Ipv4Addr::LOCALHOST)])
        .either(HostEither::I64(7))
        .weight(3);
    assert_eq!(host, expected);
    assert_eq!(serde_json::to_value(&host).expect("JSON"), value);
}

#[test]
fn values_that_the_type_rejects_are_rejected() {
    for value in [json!({"address": "here"}), json!({"address": "::1", "port": 0})] {
        assert!(serde_json::from_value::<Host>(value).is_err());
    }
}
