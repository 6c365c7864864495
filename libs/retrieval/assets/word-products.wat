;; Dot products of a question with vectors of int16 components, wherever they lie in the memory.
;; Memory: the question from 0, the addresses of up to 1,024 vectors from 4096, the products as i32 from 8192, the vectors behind them.
;; A vector has a multiple of 8 components, 2,048 at most.
(module
  (memory (export "memory") 1)
  (func (export "products") (param $rows i32) (param $bytes i32)
    (local $row i32) (local $place i32) (local $at i32) (local $sums v128)
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (local.set $at (i32.load offset=4096 (i32.shl (local.get $row) (i32.const 2))))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (local.set $place (i32.const 0))
        (loop $nextPart
          (local.set $sums
            (i32x4.add
              (local.get $sums)
              (i32x4.dot_i16x8_s
                (v128.load (i32.add (local.get $at) (local.get $place)))
                (v128.load (local.get $place)))))
          (local.set $place (i32.add (local.get $place) (i32.const 16)))
          (br_if $nextPart (i32.lt_u (local.get $place) (local.get $bytes))))
        (i32.store offset=8192 (i32.shl (local.get $row) (i32.const 2))
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
            (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $nextRow)))))
