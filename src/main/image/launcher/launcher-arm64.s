// The launcher for Linux on arm64; see launcher-amd64.s for what it does and why.
.text
.globl _start
_start:
  mov x19, sp
  sub sp, sp, #8192
  mov x20, sp
descriptor:
  mov x0, #-100
  adr x1, null
  mov x2, #2
  mov x8, #56
  svc #0
  tbnz x0, #63, descriptors
  cmp x0, #2
  b.le descriptor
  mov x8, #57
  svc #0
descriptors:
  mov x0, x20
  mov x1, #8000
  mov x8, #17
  svc #0
  tbz x0, #63, folder
  adr x0, slash
  mov x8, #49
  svc #0
folder:
  mov x0, #-100
  adr x1, exe
  mov x2, x20
  mov x3, #8000
  mov x8, #78
  svc #0
  cmp x0, x3
  b.hs fail
  mov w1, #2
strip:
  cbz x0, fail
  sub x0, x0, #1
  ldrb w2, [x20, x0]
  cmp w2, #'/'
  b.ne strip
  subs w1, w1, #1
  b.ne strip
  add x0, x0, #1
  add x3, x20, x0
  adr x4, java
program:
  ldrb w5, [x4], #1
  strb w5, [x3], #1
  cbnz w5, program
  mov x0, #0
  adr x1, mask
  mov x2, #0
  mov x3, #8
  mov x8, #135
  svc #0
  ldr x22, [x19]
  add x23, x19, x22, lsl #3
  add x23, x23, #16
  mov x24, #0
variable:
  ldr x0, [x23, x24, lsl #3]
  cbz x0, counted
  adr x1, names
name:
  mov x2, #0
letter:
  ldrb w3, [x1, x2]
  cbz w3, found
  ldrb w4, [x0, x2]
  cmp w3, w4
  b.ne other
  add x2, x2, #1
  b letter
found:
  ldrb w3, [x0]
  eor w3, w3, #0x80
  strb w3, [x0]
  b next
other:
  ldrb w3, [x1], #1
  cbnz w3, other
  ldrb w3, [x1]
  cbnz w3, name
next:
  add x24, x24, #1
  b variable
counted:
  add x1, x22, x24
  add x1, x1, #7
  lsl x1, x1, #3
  and x1, x1, #-16
  sub sp, sp, x1
  str x20, [sp]
  adr x2, flag
  str x2, [sp, #8]
  adr x5, module
  str x5, [sp, #16]
  add x3, sp, #24
  add x4, x19, #16
words:
  ldr x5, [x4], #8
  str x5, [x3], #8
  subs x22, x22, #1
  b.ne words
  mov x2, x3
variables:
  cbz x24, last
  ldr x5, [x4], #8
  str x5, [x3], #8
  sub x24, x24, #1
  b variables
last:
  adr x5, suspend
  str x5, [x3]
  str xzr, [x3, #8]
  mov x0, x20
  mov x1, sp
  mov x8, #221
  svc #0
fail:
  mov x0, #2
  adr x1, message
  mov x2, #(end - message)
  mov x8, #64
  svc #0
  mov x0, #127
  mov x8, #94
  svc #0
.balign 8
mask: .quad 0x4a07
null: .asciz "/dev/null"
slash: .asciz "/"
exe: .asciz "/proc/self/exe"
java: .asciz "lib/runtime/bin/java"
flag: .asciz "-m"
module: .asciz "cosmovisor/cosmovisor.Main"
names: .asciz "JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=", "_JAVA_SR_SIGNUM=", ""
suspend: .asciz "_JAVA_SR_SIGNUM=63"
message: .ascii "cosmovisor: can't start lib/runtime/bin/java beside this program: unpack the whole image again\n"
end:
