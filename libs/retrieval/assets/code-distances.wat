;; Distances between the sign code of a question and those of up to 1,024 passages.
;; Memory: codes of 16 bytes each from 0, the question's at 32768, a byte for each distance from 32784.
(module
  (memory (export "memory") 1)
  (func (export "distances") (param $rows i32)
    (local $question v128) (local $row i32) (local $sums v128)
    (local.set $question (v128.load (i32.const 32768)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (local.set $sums
          (i32x4.extadd_pairwise_i16x8_u
            (i16x8.extadd_pairwise_i8x16_u
              (i8x16.popcnt
                (v128.xor
                  (v128.load (i32.shl (local.get $row) (i32.const 4)))
                  (local.get $question))))))
        (i32.store8 offset=32784 (local.get $row)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
            (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next)))))
