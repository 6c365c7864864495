;; Dot products of a question with up to 1,024 vectors of int8 components.
;; Memory: the question from 0, the products as i32 from 4096, the vectors from 8192. A vector has a multiple of 16 components, 1,024 at most.
(module
  (memory (export "memory") 17)
  (func (export "products") (param $rows i32) (param $dimensions i32)
    (local $row i32) (local $place i32) (local $end i32) (local $at i32)
    (local $vector v128) (local $question v128) (local $sums v128)
    (local.set $at (i32.const 8192))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (local.set $place (i32.const 0))
        (loop $nextPart
          (local.set $vector (v128.load (i32.add (local.get $at) (local.get $place))))
          (local.set $question (v128.load (local.get $place)))
          (local.set $sums
            (i32x4.add
              (local.get $sums)
              (i32x4.add
                (i32x4.dot_i16x8_s
                  (i16x8.extend_low_i8x16_s (local.get $vector))
                  (i16x8.extend_low_i8x16_s (local.get $question)))
                (i32x4.dot_i16x8_s
                  (i16x8.extend_high_i8x16_s (local.get $vector))
                  (i16x8.extend_high_i8x16_s (local.get $question))))))
          (local.set $place (i32.add (local.get $place) (i32.const 16)))
          (br_if $nextPart (i32.lt_u (local.get $place) (local.get $dimensions))))
        (i32.store offset=4096 (i32.shl (local.get $row) (i32.const 2))
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
            (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
        (local.set $at (i32.add (local.get $at) (local.get $dimensions)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $nextRow)))))
