//! Plain data and JavaScript's values. The package hands in copies that it made itself: plain objects, lists, texts, finite
//! numbers, booleans, `null` and `undefined`, of bounded depth and size.

use js_sys::{Array, Object, Reflect};
use permatrix::{Code, Data, Error, Result};
use wasm_bindgen::{JsCast, JsValue};

/// From a value of JavaScript.
///
/// Fails with `bad_type` on what is no plain data.
pub fn read(value: &JsValue) -> Result<Data> {
    if value.is_null() || value.is_undefined() {
        return Ok(Data::Null);
    }
    if let Some(number) = value.as_f64() {
        return Ok(Data::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Data::Text(text));
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return list.iter().map(|item| read(&item)).collect::<Result<_>>().map(Data::List);
    }
    match value.as_bool() {
        Some(yes) => Ok(Data::Bool(yes)),
        None if value.is_object() => object(value.unchecked_ref()),
        None => Err(not_plain()),
    }
}

fn object(object: &Object) -> Result<Data> {
    let mut map = Vec::new();
    for key in Object::keys(object).iter() {
        let value = Reflect::get(object, &key).map_err(|_| not_plain())?;
        map.push((key.as_string().unwrap_or_default(), read(&value)?));
    }
    Ok(Data::Map(map))
}

fn not_plain() -> Error {
    Error::new(Code::BadType, "", "expected plain data")
}

/// To a value of JavaScript.
pub fn give(data: &Data) -> JsValue {
    match data {
        Data::Null => JsValue::NULL,
        Data::Bool(yes) => JsValue::from_bool(*yes),
        Data::Number(number) => JsValue::from_f64(*number),
        Data::Text(text) => JsValue::from_str(text),
        Data::List(items) => items.iter().map(give).collect::<Array>().into(),
        Data::Map(entries) => {
            let object = Object::new();
            for (key, value) in entries {
                // A new object takes any key; `__proto__`, which it would not, is no name in a catalog.
                let _ = Reflect::set(&object, &JsValue::from_str(key), &give(value));
            }
            object.into()
        }
    }
}
