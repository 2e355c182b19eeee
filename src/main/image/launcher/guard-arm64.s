// The guard for Linux on arm64; see guard-amd64.s for what it does and why.
.text
.globl _start
_start:
  mov x19, sp
  mov x0, #1
  mov x1, #15
  mov x8, #167
  svc #0
  mov x8, #173
  svc #0
  ldr x1, [x19, #16]
  mov w2, #0
  mov w4, #10
digit:
  ldrb w3, [x1], #1
  cbz w3, parsed
  sub w3, w3, #48
  madd w2, w2, w4, w3
  b digit
parsed:
  cmp w0, w2
  b.ne fail
  sub sp, sp, #16
  mov x0, #3
  mov x1, sp
  mov x2, #1
  mov x8, #63
  svc #0
  cmp x0, #1
  b.ne fail
  mov x0, #3
  mov x8, #57
  svc #0
  ldr x0, [x19, #24]
  add x1, x19, #32
  ldr x3, [x19]
  add x2, x19, x3, lsl #3
  add x2, x2, #16
  mov x8, #221
  svc #0
  mov x0, #2
  adr x1, message
  mov x2, #(end - message)
  mov x8, #64
  svc #0
fail:
  mov x0, #127
  mov x8, #94
  svc #0
message: .ascii "cosmovisor: the system refuses to execute the app: is the interpreter that its first line names there?\n"
end:
