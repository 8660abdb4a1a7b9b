#include "tests/book/source.hpp"

#include "tests/book/text.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

namespace {

using namespace book;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> names(std::string_view text) {
    std::vector<std::string> names;
    for (const Entity& entity : entities_of(text)) names.push_back(entity.name);
    return names;
}

Entity only(std::string_view text, std::string_view name) {
    const auto found = entities_named(entities_of(text), name);
    EXPECT_EQ(found.size(), 1u) << name;
    return found.at(0);
}

/// The functions of a file of src/rondo, once each.
std::vector<std::string> functions_in(const std::string& path) {
    const char* root = std::getenv("RONDO_SOURCE_DIR");
    std::vector<std::string> names;
    for (const Entity& entity :
         entities_of(read_file(fs::path(root ? root : ".") / "src/rondo" / path)))
        if (entity.kind == EntityKind::function) names.push_back(entity.name);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

TEST(Source, NamesLeaveOutRondoAndAnonymousNamespaces) {
    EXPECT_THAT(
        names(
            "namespace rondo { namespace { int f() { return 1; } } namespace pool { int g(); } }"),
        ElementsAre("rondo", "namespace", "f", "pool", "pool::g"));
}

TEST(Source, NamesMembersByTheirClass) {
    EXPECT_THAT(
        names("class A : public B<int> { public: A(); ~A(); int x_ = f({1}); enum class E { a };"
              " struct C { void g(); }; friend class D; using T = int; };"),
        ElementsAre("A", "A::A", "A::~A", "A::x_", "A::E", "A::C", "A::C::g", "A::D", "A::T"));
}

TEST(Source, NamesFunctionsWhateverTheyReturn) {
    EXPECT_THAT(
        names("std::map<int, std::vector<A>> f(); decltype(auto) g(int) { } auto h() -> A<B>; "
              "[[nodiscard(\"x\")]] const A& A<T>::i() const&& noexcept(false) { } "
              "template <class T> requires (C<T> || D) && E<T> void j(T) requires F<T> { }"),
        ElementsAre("f", "g", "h", "A::i", "j"));
}

TEST(Source, NamesOperators) {
    EXPECT_THAT(
        names(
            "struct A { bool operator==(const A&) const; int operator()(int); A& operator[](int);"
            " explicit operator bool() const; void* operator new(size_t); auto operator co_await();"
            " void operator delete[](void*); bool operator<(A); };"),
        ElementsAre("A", "A::operator==", "A::operator()", "A::operator[]", "A::operator bool",
                    "A::operator new", "A::operator co_await", "A::operator delete[]",
                    "A::operator<"));
}

TEST(Source, TellsVariablesFromFunctions) {
    const std::string text =
        "constexpr Kind kinds[] = {{\"a\", [] { return f(); }}}; std::unique_ptr<P> (*make)(); "
        "int bits : 3; template <class T> inline constexpr bool b = C<T> && (1 > 0); A a{1}; A "
        "g(int);";
    EXPECT_THAT(names(text), ElementsAre("kinds", "make", "bits", "b", "a", "g"));
    EXPECT_EQ(only(text, "make").kind, EntityKind::variable);
    EXPECT_EQ(only(text, "g").kind, EntityKind::function);
}

TEST(Source, ConstructorsEndBehindTheirBodies) {
    const std::string text =
        "A::A(int x)\n    : B<int>(x), c_{x}, d_(y)... {\n    f();\n}\nint z;\n";
    EXPECT_EQ(only(text, "A::A").end_line, 4u);
    EXPECT_EQ(only(text, "z").first_line, 4u);
}

TEST(Source, CommentsRightAboveBelongToAnEntity) {
    const std::string text =
        "int a;  // of a\n/// Of b.\n// And why.\nint b;\n\n// Of nobody.\n\nint c;\n";
    EXPECT_EQ(only(text, "b").first_line, 1u);
    EXPECT_EQ(only(text, "c").first_line, 7u);
}

TEST(Source, BranchesOfThePreprocessorAreAllListed) {
    EXPECT_THAT(names("#ifdef A\nint f() { return 1; }\n#else\nint f() { return 2; }\n#endif\n"),
                ElementsAre("f", "f"));
}

TEST(Source, DefinitionsGoBeforeDeclarations) {
    const std::string text = "class A { void f(); };\nvoid A::f() { }\n";
    const auto entities = entities_of(text);
    EXPECT_EQ(entities_named(entities, "A::f").at(0).first_line, 1u);
    EXPECT_EQ(entities_named(entities, "A::f", true).at(0).first_line, 0u);
    EXPECT_EQ(only("class A; class B { };", "A").first_line, 0u) << "there is nothing else";
}

TEST(Source, ParametersAndTemplateArgumentsTellApart) {
    const auto entities =
        entities_of("void f(int a);\nvoid f(const A& a);\nstruct B {};\nstruct B<void> {};");
    EXPECT_EQ(entities_named(entities, "f").size(), 2u);
    EXPECT_EQ(entities_named(entities, "f(const A &a)").size(), 1u);
    EXPECT_EQ(entities_named(entities, "B<void>").size(), 1u);
    EXPECT_EQ(entities_named(entities, "rondo::f(int a)").size(), 1u);
}

TEST(Source, SaysWhereBracketsDoNotMatch) {
    EXPECT_THAT([] { entities_of("int f() {\n    g(;\n}\n"); },
                testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("line 1: ")));
    EXPECT_THROW(entities_of("namespace a {\n"), std::runtime_error);
    EXPECT_THROW(entities_of("}\n"), std::runtime_error);
}

// These were checked by hand. Each has something in it that is hard to read.

TEST(SourceOfTheLoop, CoroutinesAndTheirPromises) {
    EXPECT_THAT(
        functions_in("tasks/coro.hpp"),
        UnorderedElementsAre(
            "Coro::Awaiter::Awaiter", "Coro::Awaiter::await_ready", "Coro::Awaiter::await_resume",
            "Coro::Awaiter::await_suspend", "Coro::Coro", "Coro::close", "Coro::frame",
            "Coro::operator co_await", "Coro::operator=", "Coro::release", "Coro::~Coro",
            "CoroPromise::CoroPromise", "CoroPromise::get_return_object", "CoroPromise::result",
            "CoroPromise::return_value", "CoroPromise::return_void",
            "CoroPromiseBase::CoroPromiseBase", "CoroPromiseBase::FinalAwaiter::FinalAwaiter",
            "CoroPromiseBase::FinalAwaiter::await_ready",
            "CoroPromiseBase::FinalAwaiter::await_resume",
            "CoroPromiseBase::FinalAwaiter::await_suspend", "CoroPromiseBase::final_suspend",
            "CoroPromiseBase::initial_suspend", "CoroPromiseBase::note",
            "CoroPromiseBase::operator delete", "CoroPromiseBase::operator new",
            "CoroPromiseBase::unhandled_exception", "CoroPromiseBase::~CoroPromiseBase",
            "refuse_missing_result", "refuse_second_await", "report_never_awaited"));
}

TEST(SourceOfTheLoop, TwoSystemsInOneFile) {
    EXPECT_THAT(functions_in("kernel/wake_pipe.cpp"),
                UnorderedElementsAre("prepare", "WakePipe::WakePipe", "WakePipe::make",
                                     "WakePipe::~WakePipe", "WakePipe::leave_parent",
                                     "WakePipe::wake", "WakePipe::drain"));
}

TEST(SourceOfTheLoop, ConceptsAndConstraints) {
    EXPECT_THAT(
        functions_in("tasks/awaitable.hpp"),
        UnorderedElementsAre("get_awaiter", "as_coro", "call_coro", "refuse_owning_temporary"));
}

TEST(SourceOfTheLoop, EveryFileCanBeRead) {
    const char* root = std::getenv("RONDO_SOURCE_DIR");
    std::size_t files = 0;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(root ? root : ".") / "src/rondo")) {
        if (!entry.is_regular_file()) continue;
        ++files;
        EXPECT_NO_THROW({
            for (const Entity& entity : entities_of(read_file(entry.path()))) {
                EXPECT_THAT(last_part(entity.name), testing::Not(IsEmpty())) << entry.path();
                EXPECT_LT(entity.first_line, entity.end_line)
                    << entry.path() << ": " << entity.name;
            }
        }) << entry.path();
    }
    EXPECT_GT(files, 50u);
}

}  // namespace
