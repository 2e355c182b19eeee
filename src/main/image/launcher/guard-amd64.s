# The guard, lib/guard, for Linux on amd64: becomes another program that ends when we do. In C:
#
#   guard PARENT PROGRAM ARGV0 [ARGV1...]
#
#   prctl(PR_SET_PDEATHSIG, SIGTERM);                 survives the exec
#   if (getppid() != atoi(PARENT)) exit(127);         it died before the line above
#   if (read(3, &byte, 1) != 1) exit(127);            until the parent has written our pid down
#   close(3);
#   execve(PROGRAM, {ARGV0, ARGV1...}, envp);
#
# posix_spawn has no word for the parent-death signal, and a virtual machine can't run code of its
# own between fork and exec.
.intel_syntax noprefix
.text
.globl _start
_start:
  mov rbx, rsp
  mov edi, 1
  mov esi, 15
  mov eax, 157
  syscall
  mov eax, 110
  syscall
  mov rsi, [rbx+16]
  xor ecx, ecx
digit:
  movzx edx, byte ptr [rsi]
  test edx, edx
  jz parsed
  imul ecx, ecx, 10
  lea ecx, [rcx+rdx-48]
  inc rsi
  jmp digit
parsed:
  cmp eax, ecx
  jne fail
  push rax
  mov edi, 3
  mov rsi, rsp
  mov edx, 1
  xor eax, eax
  syscall
  cmp rax, 1
  jne fail
  mov edi, 3
  mov eax, 3
  syscall
  mov rdi, [rbx+24]
  lea rsi, [rbx+32]
  mov rcx, [rbx]
  lea rdx, [rbx+rcx*8+16]
  mov eax, 59
  syscall
  mov edi, 2
  lea rsi, [rip+message]
  mov edx, offset end - message
  mov eax, 1
  syscall
fail:
  mov edi, 127
  mov eax, 231
  syscall
message: .ascii "cosmovisor: the system refuses to execute the app: is the interpreter that its first line names there?\n"
end:
