namespace Shop.Greetings;

public static class Greeting
{
    public static string For(TimeOnly time) => time.Hour switch
    {
        < 5 or >= 22 => "Good night",
        < 12 => "Good morning",
        < 18 => "Good afternoon",
        _ => "Good evening",
    };
}
