# The launcher, bin/cosmovisor, for Linux on amd64. What it does, in C:
#
#   do fd = open("/dev/null"); while (fd <= 2); close(fd);     fills 0, 1, 2 where they are closed
#   if the working folder is gone: chdir("/");
#   char java[8192];                                  on the stack, r12
#   n = readlink("/proc/self/exe", java, 8000);
#   cut the last two names off (bin/cosmovisor);      leaves the image's folder
#   java += "lib/runtime/bin/java";
#   sigprocmask(SIG_BLOCK, HUP INT QUIT USR1 USR2 TERM);
#   for each variable in envp that the virtual machine would listen to: flip its first bit;
#   execve(java, {java, "-m", "cosmovisor/cosmovisor.Main", argv[1]...}, {envp..., "_JAVA_SR_SIGNUM=63"});
#
# No shell: one drops environment variables whose names it can't spell, and adds its own. The
# signals are blocked here because the virtual machine has threads before the first line of ours
# runs, and each of them would take a signal that is the node's; SIGUSR2 it wants for itself, so it
# is told to take another. The program undoes both changes of the environment (class Posix): what an
# operator sets for some Java is the node's, and not for us.
.intel_syntax noprefix
.text
.globl _start
_start:
  mov rbx, rsp
  sub rsp, 8192
  mov r12, rsp
descriptor:
  lea rdi, [rip+null]
  mov esi, 2
  mov eax, 2
  syscall
  test rax, rax
  js descriptors
  mov rdi, rax
  cmp eax, 2
  jle descriptor
  mov eax, 3
  syscall
descriptors:
  mov rdi, r12
  mov esi, 8000
  mov eax, 79
  syscall
  test rax, rax
  jns folder
  lea rdi, [rip+slash]
  mov eax, 80
  syscall
folder:
  lea rdi, [rip+exe]
  mov rsi, r12
  mov edx, 8000
  mov eax, 89
  syscall
  cmp rax, 8000
  jae fail
  mov ecx, 2
strip:
  test rax, rax
  jz fail
  dec rax
  cmp byte ptr [r12+rax], '/'
  jne strip
  dec ecx
  jnz strip
  inc rax
  lea rdi, [r12+rax]
  lea rsi, [rip+java]
  mov ecx, offset flag - java
  rep movsb
  xor edi, edi
  lea rsi, [rip+mask]
  xor edx, edx
  mov r10d, 8
  mov eax, 14
  syscall
  mov rcx, [rbx]
  lea r13, [rbx+rcx*8+16]
  xor r14d, r14d
variable:
  mov rdi, [r13+r14*8]
  test rdi, rdi
  jz counted
  lea rsi, [rip+names]
name:
  xor eax, eax
letter:
  mov dl, [rsi+rax]
  test dl, dl
  jz found
  cmp dl, [rdi+rax]
  jne other
  inc rax
  jmp letter
found:
  xor byte ptr [rdi], 0x80
  jmp next
other:
  lodsb
  test al, al
  jnz other
  cmp byte ptr [rsi], 0
  jne name
next:
  inc r14
  jmp variable
counted:
  lea rax, [rcx+r14+7]
  shl rax, 3
  and rax, -16
  sub rsp, rax
  mov [rsp], r12
  lea rax, [rip+flag]
  mov [rsp+8], rax
  lea rax, [rip+module]
  mov [rsp+16], rax
  lea rdi, [rsp+24]
  lea rsi, [rbx+16]
  rep movsq
  mov rdx, rdi
  mov rsi, r13
  mov rcx, r14
  rep movsq
  lea rax, [rip+suspend]
  stosq
  xor eax, eax
  stosq
  mov rdi, r12
  mov rsi, rsp
  mov eax, 59
  syscall
fail:
  mov edi, 2
  lea rsi, [rip+message]
  mov edx, offset end - message
  mov eax, 1
  syscall
  mov edi, 127
  mov eax, 231
  syscall
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
