;; Turns the letters that the package's module is written in back into its bytes, where they stand. A loop over 400,000 letters
;; that runs once is over before a runtime has compiled JavaScript; this it compiles at once.
;;
;; At 0 stands what place each letter has, at 128 the bytes by place. Places from 86 on are those of letters that announce a rare
;; byte, one of 90 each (`xtask/src/package.rs` writes them).
(module
  (memory (export "memory") 1)
  (func (export "decode") (param $at i32) (param $end i32) (result i32)
    (local $to i32)
    (local $place i32)
    (local.set $to (local.get $at))
    (loop $next
      (local.set $place (i32.load8_u (i32.load8_u (local.get $at))))
      (if (i32.ge_u (local.get $place) (i32.const 86))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $place
            (i32.add
              (i32.mul (i32.sub (local.get $place) (i32.const 86)) (i32.const 90))
              (i32.add (i32.load8_u (i32.load8_u (local.get $at))) (i32.const 86))))))
      (i32.store8 (local.get $to) (i32.load8_u offset=128 (local.get $place)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $to)))
