//! A base used as a type is one of its subtypes.

use discriminator_hierarchy::models::{Boat, Car, Garage, Truck, Vehicle, VehicleBase};
use serde_json::{Value, json};

fn vehicle(value: &Value) -> Vehicle {
    let vehicle: Vehicle = serde_json::from_value(value.clone()).expect("a vehicle");
    let encoded = serde_json::to_value(&vehicle).expect("JSON");
    assert_eq!(encoded, *value);
    vehicle
}

#[test]
fn mapping_key_and_own_value_name_the_subtype() {
    let car = vehicle(&json!({"kind": "car", "wheels": 4, "doors": 5}));
    assert!(matches!(&car, Vehicle::Car(car) if car.doors == 5 && car.wheels == 4));
    let truck = vehicle(&json!({"kind": "Truck", "wheels": 6, "load": 7.5}));
    assert!(matches!(&truck, Vehicle::Truck(truck) if truck.load == Some(7.5)));
    let tanker = vehicle(&json!({"kind": "tank-truck", "wheels": 6, "load": 1, "liquid": "milk"}));
    assert!(matches!(&tanker, Vehicle::Tanker(tanker) if tanker.liquid.as_deref() == Some("milk")));
    let trailer = vehicle(&json!({"kind": "Trailer", "wheels": 2}));
    assert!(matches!(trailer, Vehicle::Trailer(_)));
}

#[test]
fn nested_discriminators_are_read() {
    let boat = vehicle(&json!({"kind": "boat", "wheels": 0, "drive": "wind", "masts": 3}));
    let Vehicle::Boat(boat) = boat else {
        panic!("a boat")
    };
    assert!(matches!(&*boat, Boat::Sailboat(sail) if sail.masts == Some(3)));
}

#[test]
fn a_base_in_the_middle_is_one_of_its_own_subtypes() {
    let value = json!({"truck": {"kind": "tank-truck", "wheels": 6, "liquid": "oil"}});
    let garage: Garage = serde_json::from_value(value.clone()).expect("a garage");
    assert!(matches!(garage.truck, Some(Truck::Tanker(_))));
    assert_eq!(serde_json::to_value(&garage).expect("JSON"), value);
}

#[test]
fn an_unlisted_subtype_keeps_its_keys_and_has_the_fields_of_the_base() {
    let sled = vehicle(&json!({"kind": "sled", "wheels": 0, "dogs": ["Balto"]}));
    let Vehicle::Base(base) = &sled else {
        panic!("the base")
    };
    assert_eq!(base.kind, "sled");
    assert!(base.additional.contains_key("dogs"));
}

#[test]
fn a_value_without_its_discriminator_does_not_fail() {
    let value = json!({"wheels": 3});
    assert!(matches!(vehicle(&value), Vehicle::Unknown(_)));
    let list: Vec<Vehicle> = serde_json::from_value(json!([value, "a word", null])).expect("a list");
    assert_eq!(list.len(), 3);
}

#[test]
fn fields_of_the_base_are_accessible_on_every_subtype() {
    let car = vehicle(&json!({"kind": "car", "wheels": 4, "doors": 5}));
    let base: VehicleBase = car.to_base().expect("the fields of the base");
    assert_eq!((base.kind.as_str(), base.wheels), ("car", 4));
}

#[test]
fn subtypes_are_created_with_their_tag() {
    let car = serde_json::to_value(Vehicle::from(Car::new(4, 5))).expect("JSON");
    assert_eq!(car, json!({"kind": "car", "wheels": 4, "doors": 5}));
}
